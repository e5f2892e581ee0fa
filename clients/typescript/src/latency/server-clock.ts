import type { Clock } from "../time/clock.js";

const kept = 8;

interface Sample {
  roundTrip: number;
  offset: number;
}

/** The server's time by its answers to pings: latency is measured between two machines' clocks. */
export class ServerClock {
  readonly #clock: Clock;
  #samples: Sample[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server's time: ms since 1970. */
  now(): number {
    return this.#clock.now() + this.offset;
  }

  /** How far this machine's clock is behind the server's, as far as the quickest round trip proves that it is. */
  get offset(): number {
    const best = this.#best;
    return best && Math.abs(best.offset) > best.roundTrip / 2 ? best.offset : 0;
  }

  /** How wrong `now()` may be at most; `null` before the first answer. */
  get uncertainty(): number | null {
    return this.#best ? this.#best.roundTrip / 2 + Math.abs(this.#best.offset - this.offset) : null;
  }

  /** Takes an answer, and returns the round trip. */
  answered(sent: number, serverTime: number): number {
    const received = this.#clock.now();
    const roundTrip = received - sent;
    this.#samples.push({ roundTrip, offset: serverTime - (sent + received) / 2 });
    if (this.#samples.length > kept) this.#samples.shift();
    return roundTrip;
  }

  /** Another node's clock may differ. */
  forget(): void {
    this.#samples = [];
  }

  get #best(): Sample | null {
    return this.#samples.reduce<Sample | null>((best, sample) => (best && best.roundTrip <= sample.roundTrip ? best : sample), null);
  }
}
