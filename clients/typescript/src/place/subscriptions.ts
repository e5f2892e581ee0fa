import type { Connection } from "../connection/connection.js";
import type { Hub } from "../connection/hub.js";
import type { GapMessage, PositionMessage, Presence, RefreshAnswer, SubscribeAnswer, WireEvent } from "../protocol/messages.js";
import { HubMethods, CallErrors, SubscribeErrors } from "../protocol/names.js";
import type { Clock } from "../time/clock.js";
import { Followed, type Surroundings } from "./followed.js";
import type { PositionStore } from "./store.js";
import type { SubscribeOptions, Subscription } from "./subscription.js";

// What one call may carry is the node's own setting; so few are always allowed.
const mostInOneCall = 50;
const askAgainDelay = 1_000;
// After this time, what was passed over in a replay has either come or is missing.
const wholenessDelay = 2_000;

/** All channels that are followed, on whatever connection there is. */
export class Subscriptions {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #store: PositionStore | null;
  readonly #around: Omit<Surroundings, "hole" | "ended">;
  readonly #followed = new Map<string, Followed>();
  readonly #toAsk = new Set<Followed>();
  #isAsking = false;
  /** Times that something was missing. */
  holes = 0;

  constructor(connection: Connection, clock: Clock, store: PositionStore | null, around: Omit<Surroundings, "hole" | "ended">) {
    this.#connection = connection;
    this.#clock = clock;
    this.#store = store;
    this.#around = around;
    connection.on("made", (hub) => this.#listen(hub));
    connection.on("opened", () => this.#followed.forEach((followed) => this.#askFor(followed)));
    connection.on("state", () => {
      if (!connection.hub) for (const followed of this.#active) followed.pause();
    });
  }

  /** The channel's subscription, unless it was refused: then asking again is another try. */
  get(channel: string): Subscription<any> | undefined {
    const subscription = this.#followed.get(channel)?.subscription;
    return subscription?.state === "refused" ? undefined : subscription;
  }

  add(channel: string, options: SubscribeOptions): Subscription<any> {
    const followed = new Followed(channel, options, this.#store, {
      ...this.#around,
      hole: () => {
        this.holes++;
        this.#askFor(followed);
      },
      ended: () => this.#end(followed),
    });
    this.#followed.set(channel, followed);
    this.#askFor(followed);
    return followed.subscription;
  }

  /** Channels that a newer token does not name any more. */
  ended({ ended }: RefreshAnswer): void {
    for (const channel of ended) this.#followed.get(channel)?.refuse(SubscribeErrors.Forbidden);
  }

  /** Nothing is followed any more; what is kept of positions stays. */
  close(): void {
    for (const followed of this.#followed.values()) followed.subscription.become("ended");
    this.#followed.clear();
  }

  get #active(): Followed[] {
    return [...this.#followed.values()].filter(({ subscription: { state } }) => state === "waiting" || state === "live");
  }

  #end(followed: Followed): void {
    if (this.#followed.get(followed.channel) !== followed) return;
    this.#followed.delete(followed.channel);
    this.#toAsk.delete(followed);
    followed.end();
    this.#connection.hub?.invoke(HubMethods.Unsubscribe, [followed.channel]).catch(() => {});
  }

  #listen(hub: Hub): void {
    const on = <Message extends { channel: string }>(method: string, take: (followed: Followed, message: Message) => void) =>
      hub.on(method, (message: Message) => this.#pass(hub, message, take));
    hub.on(HubMethods.Events, (events: WireEvent[]) => {
      for (const event of events) this.#pass(hub, event, (followed) => followed.event(event));
    });
    on<GapMessage>(HubMethods.Gap, (followed, gap) => followed.gap(gap));
    on<PositionMessage>(HubMethods.Position, (followed, position) => followed.moved(position));
    on<Presence>(HubMethods.Presence, (followed, presence) => followed.subscription.tell("presence", presence));
    // SignalR warns of what nobody listens to.
    hub.on(HubMethods.Heartbeat, () => {});
  }

  #pass<Message extends { channel: string }>(hub: Hub, message: Message, take: (followed: Followed, message: Message) => void): void {
    const followed = this.#followed.get(message.channel);
    if (followed && hub === this.#connection.hub) take(followed, message);
  }

  #askFor(followed: Followed): void {
    this.#toAsk.add(followed);
    if (this.#isAsking) return;
    this.#isAsking = true;
    // All of one moment go in one call.
    queueMicrotask(() => {
      this.#isAsking = false;
      const wanted = this.#active.filter((one) => this.#toAsk.has(one));
      this.#toAsk.clear();
      const hub = this.#connection.hub;
      if (!hub) return;
      for (let i = 0; i < wanted.length; i += mostInOneCall) void this.#ask(hub, wanted.slice(i, i + mostInOneCall));
    });
  }

  async #ask(hub: Hub, wanted: Followed[]): Promise<void> {
    let answers: SubscribeAnswer[];
    try {
      answers = await hub.invoke<SubscribeAnswer[]>(HubMethods.Subscribe, wanted.map((followed) => followed.ask()));
    } catch (error) {
      if (hub !== this.#connection.hub) return;
      if (String(error).includes(CallErrors.InvalidCall)) wanted.forEach((followed) => followed.refuse(CallErrors.InvalidCall));
      else this.#askLater(hub, wanted);
      return;
    }
    if (hub !== this.#connection.hub) return;
    answers.forEach((answer, n) => this.#answered(hub, wanted[n]!, answer));
  }

  #answered(hub: Hub, followed: Followed, answer: SubscribeAnswer): void {
    const again = followed.answered(answer);
    if (again === "now") this.#askFor(followed);
    else if (again === "later") this.#askLater(hub, [followed]);
    else if (!followed.isWhole) this.#clock.after(wholenessDelay, () => this.#ensureWhole(hub, followed));
  }

  #askLater(hub: Hub, wanted: Followed[]): void {
    this.#clock.after(askAgainDelay, () => {
      if (hub === this.#connection.hub) for (const followed of wanted) this.#askFor(followed);
    });
  }

  #ensureWhole(hub: Hub, followed: Followed): void {
    if (hub !== this.#connection.hub || followed.isWhole) return;
    this.holes++;
    this.#askFor(followed);
  }
}
