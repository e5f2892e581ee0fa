import { lanes, type Lane } from "../protocol/lanes.js";
import type { GapMessage, Offsets, Place, PositionMessage, SubscribeAnswer, SubscribeRequest, WireEvent } from "../protocol/messages.js";
import { forgottenBy, gapsBetween, type Gap } from "./gaps.js";
import { Position } from "./position.js";

/** What a stream tells. */
export interface StreamListener {
  /** `before`: where the stream stood before it. */
  event(event: WireEvent, before: Place): void;
  gap(gap: Gap): void;
  /** Something is missing: the stream wants to be subscribed to again. */
  hole(lane: Lane, from: number, to: number): void;
  duplicate(event: WireEvent): void;
}

/**
 * One channel's events, in the order of each lane, each once, whatever connections they come by. What the server sends goes in as it
 * comes; what the app should see comes out.
 */
export class ChannelStream {
  readonly #channel: string;
  readonly #listener: StreamListener;
  #position: Position | null = null;
  // Where to begin, as somebody kept it.
  #start: Place | null;
  // What comes while a subscription is asked for: its answer is sent first, but a promise resolves after handlers were called.
  #early: (() => void)[] | null = null;
  #isReplaying = false;
  // The start was not seen by anybody, only wished for: that history does not reach back to it is no gap.
  #isWish = false;
  // The largest offset by lane that was passed over in a replay, for it may belong to the stream before this one.
  readonly #promised = new Map<Lane, number>();

  constructor(channel: string, start: Place | null, listener: StreamListener) {
    this.#channel = channel;
    this.#start = start;
    this.#listener = listener;
  }

  /** Where it stands; `null` before the first answer, when no position was given. */
  get place(): Place | null {
    return this.#position?.place ?? this.#start;
  }

  /** Whether nobody has seen anything of it. */
  get isNew(): boolean {
    return this.#position === null && (this.#start === null || this.#isWish);
  }

  /** What to ask for; from now on what comes waits for the answer. */
  ask(): SubscribeRequest {
    this.#early = [];
    return { channel: this.#channel, ...this.place };
  }

  /** Nothing comes any more, since the connection is gone. */
  pause(): void {
    this.#early = [];
  }

  /** Begins so many events before where an answer says that the channel stands. */
  goBack({ epoch, offsets }: SubscribeAnswer, counts: Offsets): void {
    this.#start = new Position({ epoch: epoch!, offsets }).back(counts);
    this.#isWish = true;
  }

  /** Takes up the stream where the answer says: first what is missing, then a word of the caller's, then the events. */
  answered(answer: SubscribeAnswer, begins: () => void = () => {}): void {
    const was = this.place;
    this.#position = new Position({ epoch: answer.epoch!, offsets: answer.offsets });
    // Within an epoch nothing goes back: of two answers that crossed, the later one may start before what the earlier one brought.
    if (was && was.epoch === answer.epoch) this.#position.advanceTo(was);
    if (was && !answer.recovered && !this.#isWish) gapsBetween(this.#channel, was, this.#position).forEach((gap) => this.#listener.gap(gap));
    this.#isWish = false;
    begins();
    const early = this.#early ?? [];
    this.#early = null;
    this.#promised.clear();
    this.#isReplaying = true;
    for (const take of early) take();
    this.#isReplaying = false;
  }

  /** Whether all that was passed over in the replay has come since. If not, it was a hole in the new stream. */
  get isWhole(): boolean {
    return [...this.#promised].every(([lane, offset]) => this.#position!.at(lane) >= offset);
  }

  event(event: WireEvent): void {
    this.#whenAnswered(() => this.#take(event));
  }

  gap(gap: GapMessage): void {
    this.#whenAnswered(() => {
      const last = this.#position!.at(gap.priority);
      if (gap.to <= last) return;
      // It begins later: what lies between may be had, and comes before it when it is told again.
      if (gap.from > last + 1) return this.#missing(gap.priority, gap.from - 1, gap.to);
      this.#position!.moveTo(gap.priority, gap.to);
      this.#listener.gap(gap);
    });
  }

  /** A new epoch began: offsets may go back, and what follows them is new. */
  moved(position: PositionMessage): void {
    this.#whenAnswered(() => {
      const was = this.#position!.place;
      // Of this epoch's beginning an answer told already: the stream before it stood elsewhere, and to go there would skip events.
      if (was.epoch === position.epoch) return;
      this.#position = new Position(position);
      forgottenBy(this.#channel, was, this.#position).forEach((gap) => this.#listener.gap(gap));
    });
  }

  #take(event: WireEvent): void {
    const position = this.#position!;
    switch (position.judge(event)) {
      case "next": {
        const before = position.place;
        position.moveTo(event.priority, event.offset);
        this.#listener.event(event, before);
        break;
      }
      case "seen":
        this.#listener.duplicate(event);
        break;
      case "hole":
        this.#missing(event.priority, event.offset - 1, event.offset);
    }
  }

  // Up to an offset: the stream wants to be subscribed to again, unless it is taken up right now; what was promised comes then, or not.
  #missing(lane: Lane, to: number, promised: number): void {
    if (this.#isReplaying) this.#promised.set(lane, promised);
    else this.#listener.hole(lane, this.#position!.at(lane) + 1, to);
  }

  #whenAnswered(action: () => void): void {
    if (this.#early) this.#early.push(action);
    else if (this.#position) action();
  }
}

/** So many events of each lane before now. */
export const backOf = (past: number | Offsets): Offsets =>
  typeof past === "number" ? Object.fromEntries(lanes.map((lane) => [lane, past])) : past;
