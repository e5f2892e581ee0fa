import { lanes, type Lane } from "../protocol/lanes.js";
import type { Offsets, Place } from "../protocol/messages.js";

/** What an event is to somebody at a position. */
export type Judgement = "next" | "seen" | "hole";

/** Where a client stands in a channel: the epoch, and the last offset that it took in each lane. All that resume needs. */
export class Position {
  readonly epoch: string;
  readonly #offsets: Record<Lane, number>;

  /** A lane that is absent has never had an event. */
  constructor({ epoch, offsets }: { epoch: string; offsets: Offsets | null }) {
    this.epoch = epoch;
    this.#offsets = { critical: 0, high: 0, normal: 0, ...offsets };
  }

  at(lane: Lane): number {
    return this.#offsets[lane];
  }

  /** Offsets have no hole: what is not the next one was seen before, or something is missing before it. */
  judge({ priority, offset }: { priority: Lane; offset: number }): Judgement {
    const next = this.#offsets[priority] + 1;
    return offset === next ? "next" : offset < next ? "seen" : "hole";
  }

  moveTo(lane: Lane, offset: number): void {
    this.#offsets[lane] = Math.max(this.#offsets[lane], offset);
  }

  /** To whichever is further on, lane by lane. */
  advanceTo({ offsets }: Place): void {
    for (const lane of lanes) this.moveTo(lane, offsets[lane] ?? 0);
  }

  /** So many events before here, as far as there were so many. */
  back(counts: Offsets): Place {
    const offsets: Offsets = {};
    for (const lane of lanes) offsets[lane] = Math.max(this.#offsets[lane] - (counts[lane] ?? 0), 0);
    return { epoch: this.epoch, offsets };
  }

  get place(): Place {
    return { epoch: this.epoch, offsets: { ...this.#offsets } };
  }
}
