import type { Clock, Timer } from "../../src/time/clock.js";

interface Planned {
  at: number;
  order: number;
  action: () => void;
}

/** Time that passes when a test says so. */
export class VirtualClock implements Clock {
  #now = 1_767_607_200_000;
  #order = 0;
  #planned: Planned[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, action: () => void): Timer {
    const planned = { at: this.#now + delay, order: this.#order++, action };
    this.#planned.push(planned);
    return { cancel: () => void (this.#planned = this.#planned.filter((one) => one !== planned)) };
  }

  /** Lets time pass, and all that is due in it happen, in its order. */
  async pass(duration: number): Promise<void> {
    const end = this.#now + duration;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#planned = this.#planned.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): Planned | undefined {
    return this.#planned.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

/** Lets all promises that can resolve do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((done) => setImmediate(done));
}
