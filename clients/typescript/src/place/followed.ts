import type { SubscribeAnswer, SubscribeRequest, WireEvent } from "../protocol/messages.js";
import { SubscribeErrors } from "../protocol/names.js";
import type { PositionStore } from "./store.js";
import { backOf, ChannelStream } from "./stream.js";
import { Subscription, SubscriptionRefused, type Hole, type SubscribeOptions } from "./subscription.js";

/** What a followed channel tells those around it. */
export interface Surroundings {
  /** Before the app sees the event. `isLive`: it came as it happened, not by resume. */
  received(event: WireEvent, isLive: boolean): void;
  duplicate(): void;
  hole(hole: Hole): void;
  ended(followed: Followed): void;
  /** The server's time. */
  now(): number;
}

/** Whether, after an answer, the channel is to be asked for again: now, later, or not. */
export type AskAgain = "now" | "later" | null;

/** A channel that is followed over all connections: its stream, its kept position, and the subscription that the app holds. */
export class Followed {
  readonly subscription: Subscription<any>;
  readonly #stream: ChannelStream;
  readonly #options: SubscribeOptions;
  readonly #store: PositionStore | null;
  readonly #around: Surroundings;
  #isNew: boolean;
  #liveSince = Infinity;

  constructor(channel: string, options: SubscribeOptions, store: PositionStore | null, around: Surroundings) {
    this.#options = options;
    this.#store = store;
    this.#around = around;
    this.subscription = new Subscription(channel, options.buffer, {
      place: () => this.#stream.place,
      end: () => around.ended(this),
    });
    const start = options.from ?? store?.load(channel) ?? null;
    this.#isNew = start === null;
    this.#stream = new ChannelStream(channel, start, {
      event: (event) => this.#deliver(event),
      gap: (gap) => this.subscription.tell("gap", gap),
      hole: (priority, from, to) => {
        this.#stream.pause();
        around.hole({ channel, priority, from, to });
      },
      duplicate: () => around.duplicate(),
    });
  }

  get channel(): string {
    return this.subscription.channel;
  }

  /** Whether something is still missing that was seen to exist. */
  get isWhole(): boolean {
    return this.#stream.isWhole;
  }

  ask(): SubscribeRequest {
    const request = this.#stream.ask();
    return this.#options.presence ? { ...request, presence: true } : request;
  }

  pause(): void {
    this.#stream.pause();
    this.subscription.become("waiting");
  }

  answered(answer: SubscribeAnswer): AskAgain {
    if (answer.error === SubscribeErrors.Unavailable) return "later";
    if (answer.error) {
      this.refuse(answer.error);
      return null;
    }
    if (this.#isNew && this.#options.past) {
      this.#isNew = false;
      this.#stream.goBack(answer, backOf(this.#options.past));
      return "now";
    }
    const resumed = !this.#stream.isNew;
    this.#isNew = false;
    this.#liveSince = this.#around.now();
    this.subscription.become("live");
    // Missed events come after this word of them.
    this.#stream.answered(answer, () => this.subscription.tell("subscribed", { resumed, recovered: answer.recovered }));
    this.#keep();
    return null;
  }

  refuse(reason: string): void {
    this.subscription.become("refused", new SubscriptionRefused(this.channel, reason));
  }

  end(): void {
    this.#store?.forget(this.channel);
    this.subscription.become("ended");
  }

  event = (event: WireEvent): void => this.#stream.event(event);
  gap: ChannelStream["gap"] = (gap) => this.#stream.gap(gap);
  moved: ChannelStream["moved"] = (position) => this.#stream.moved(position);

  #deliver(event: WireEvent): void {
    this.#around.received(event, event.accepted_at >= this.#liveSince);
    delete event._server_timestamp;
    this.subscription.deliver(event);
    this.#keep();
  }

  #keep(): void {
    const place = this.#stream.place;
    if (place) this.#store?.save(this.channel, place);
  }
}
