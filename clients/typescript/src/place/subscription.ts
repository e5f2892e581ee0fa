import { Listeners, type Off } from "../listeners.js";
import type { AnyEvents, EventIn, EventMap, EventOf } from "../protocol/events.js";
import type { Lane } from "../protocol/lanes.js";
import type { Offsets, Place, Presence } from "../protocol/messages.js";
import { EventIterator } from "./events.js";
import type { Gap } from "./gaps.js";

/**
 * - `waiting`: for a connection, or for the channel's answer
 * - `live`: events come
 * - `refused`: the channel may not be read, or is none; `error` says why
 * - `ended`: unsubscribed
 */
export type SubscriptionState = "waiting" | "live" | "refused" | "ended";

/** How a channel is to be read. */
export interface SubscribeOptions {
  /** Where to go on, as `Subscription.place` said it once. Without it, at the newest event. */
  from?: Place;
  /** How many events of before now are wanted at the beginning: of each lane, or by lane. */
  past?: number | Offsets;
  /** Whether to tell who comes and leaves, on a channel that keeps presence. */
  presence?: boolean;
  /** How many events may wait for a `for await` loop. */
  buffer?: number;
}

/** A channel's answer. */
export interface Subscribed {
  /** Whether it went on from a position, rather than starting at the newest event. */
  resumed: boolean;
  /** Whether everything since that position follows. If not, a `gap` was told for each lane before this. */
  recovered: boolean;
}

/** What a subscription tells. */
export interface SubscriptionEvents<Events extends EventMap = AnyEvents> {
  /** An event, in its lane's order, once. */
  event: EventIn<Events>;
  /** Events that were missed and can't be had any more. */
  gap: Gap;
  /** Who came and who left. */
  presence: Presence;
  /** The channel answered; missed events follow, then live ones. */
  subscribed: Subscribed;
  /** The state changed. */
  state: SubscriptionState;
  /** It was refused. */
  error: Error;
}

/** Why a channel may not be subscribed to: `forbidden`, `invalid_channel`, `too_many_subscriptions`, … */
export class SubscriptionRefused extends Error {
  override readonly name = "SubscriptionRefused";

  constructor(
    /** The channel. */
    readonly channel: string,
    /** The word of the protocol. */
    readonly reason: string,
  ) {
    super(`The channel ${channel} is refused: ${reason}.`);
  }
}

const defaultBuffer = 10_000;

/** What a subscription is steered by. */
export interface SubscriptionControl {
  place(): Place | null;
  /** A loop is done with an event. */
  finished(): void;
  end(): void;
}

/**
 * A channel that is listened to. Listen with `on`, or take the events in a loop:
 *
 * ```ts
 * for await (const event of platform.subscribe("location:7")) console.log(event.data);
 * ```
 */
export class Subscription<Events extends EventMap = AnyEvents> implements AsyncIterable<EventIn<Events>> {
  /** The channel. */
  readonly channel: string;
  readonly #listeners = new Listeners<SubscriptionEvents<Events>>();
  readonly #loops = new Set<EventIterator<Events>>();
  // A loop that was left, or failed, with nobody else there: what it has not finished with is not done.
  #last: EventIterator<Events> | null = null;
  #listening = 0;
  readonly #buffer: number;
  readonly #control: SubscriptionControl;
  #state: SubscriptionState = "waiting";
  #error: Error | null = null;

  /** @internal */
  constructor(channel: string, buffer: number | undefined, control: SubscriptionControl) {
    this.channel = channel;
    this.#buffer = buffer ?? defaultBuffer;
    this.#control = control;
  }

  /** Whether events come. */
  get state(): SubscriptionState {
    return this.#state;
  }

  /**
   * Where it stands: behind what all listeners and loops have finished with; a loop that asks for the next event is done with the last.
   * Kept somewhere, another subscription can go on from here; `null` before the channel first answered.
   */
  get place(): Place | null {
    // All get the same events in the same order, so the one that has most before it is the last in every lane.
    const loops = this.#last ? [this.#last, ...this.#loops] : [...this.#loops];
    const last = loops.reduce<EventIterator<Events> | null>((most, loop) => (most && most.behind >= loop.behind ? most : loop), null);
    return last?.place ?? this.#control.place();
  }

  /** Calls a function each time that something happens, until the function that it returns is called. */
  on<Name extends keyof SubscriptionEvents<Events>>(name: Name, listener: (detail: SubscriptionEvents<Events>[Name]) => void): Off {
    const off = this.#listeners.on(name, listener);
    if (name !== "event") return off;
    this.#listening++;
    this.#last = null;
    let isOn = true;
    return () => {
      off();
      if (isOn) this.#listening--;
      isOn = false;
    };
  }

  /** Calls a function for each event of one type. */
  when<Type extends keyof Events & string>(type: Type, listener: (event: EventOf<Type, Events[Type]>) => void): Off {
    return this.on("event", (event) => {
      if (event.event_type === type) listener(event as EventOf<Type, Events[Type]>);
    });
  }

  /** Resolves once events come; fails when the channel is refused. */
  async ready(): Promise<this> {
    if (this.#state === "waiting") {
      await new Promise<void>((done) => {
        const off = this.on("state", () => {
          off();
          done();
        });
      });
    }
    if (this.#error) throw this.#error;
    return this;
  }

  /** Events from now on, for a loop. Leaving the loop does not unsubscribe. */
  [Symbol.asyncIterator](): AsyncIterableIterator<EventIn<Events>> {
    const loop = new EventIterator<Events>(this.#buffer, () => this.#left(loop), () => this.#control.finished());
    this.#last = null;
    if (this.#state === "ended" || this.#state === "refused") loop.end(this.#error);
    else this.#loops.add(loop);
    return loop;
  }

  /** Listens no more. Loops end. */
  unsubscribe(): void {
    this.#control.end();
  }

  /** @internal Whether anybody takes its events. */
  get isHeard(): boolean {
    return this.#listening > 0 || this.#loops.size > 0;
  }

  /** @internal */
  deliver(event: EventOf<string, unknown>, before: Place): void {
    const typed = event as EventIn<Events>;
    this.#listeners.tell("event", typed);
    for (const loop of this.#loops) loop.push(typed, before);
  }

  #left(loop: EventIterator<Events>): void {
    this.#loops.delete(loop);
    if (this.#loops.size === 0 && this.#listening === 0 && loop.behind > 0) this.#last = loop;
  }

  /** @internal */
  tell<Name extends "gap" | "presence" | "subscribed">(name: Name, detail: SubscriptionEvents<Events>[Name]): void {
    this.#listeners.tell(name, detail);
  }

  /** @internal */
  become(state: SubscriptionState, error: Error | null = null): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#error = error;
    if (error) this.#listeners.tell("error", error);
    this.#listeners.tell("state", state);
    if (state === "ended" || state === "refused") for (const loop of [...this.#loops]) loop.end(error);
  }
}

/** Which lane was behind, and by what. */
export interface Hole {
  channel: string;
  priority: Lane;
  from: number;
  to: number;
}
