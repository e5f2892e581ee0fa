import { lanes, type Lane } from "../protocol/lanes.js";
import type { GapMessage, Offsets, Place, PositionMessage, SubscribeAnswer, SubscribeRequest, WireEvent } from "../protocol/messages.js";
import { gapsBetween, type Gap } from "./gaps.js";
import { Position } from "./position.js";

/** What a stream tells. */
export interface StreamListener {
  event(event: WireEvent): void;
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
    // Of two answers that crossed, the later one may start before what the earlier one has brought.
    if (was && answer.recovered && was.epoch === answer.epoch) this.#position.advanceTo(was);
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
      if (gap.to <= this.#position!.at(gap.priority)) return;
      this.#position!.moveTo(gap.priority, gap.to);
      this.#listener.gap(gap);
    });
  }

  /** A new epoch began: offsets may go back, and what follows them is new. */
  moved(position: PositionMessage): void {
    this.#whenAnswered(() => (this.#position = new Position(position)));
  }

  #take(event: WireEvent): void {
    const position = this.#position!;
    switch (position.judge(event)) {
      case "next":
        position.moveTo(event.priority, event.offset);
        this.#listener.event(event);
        break;
      case "seen":
        this.#listener.duplicate(event);
        break;
      case "hole":
        if (this.#isReplaying) this.#promised.set(event.priority, event.offset);
        else this.#listener.hole(event.priority, position.at(event.priority) + 1, event.offset - 1);
    }
  }

  #whenAnswered(action: () => void): void {
    if (this.#early) this.#early.push(action);
    else if (this.#position) action();
  }
}

/** So many events of each lane before now. */
export const backOf = (past: number | Offsets): Offsets =>
  typeof past === "number" ? Object.fromEntries(lanes.map((lane) => [lane, past])) : past;
