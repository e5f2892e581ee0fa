import type { EventIn, EventMap } from "../protocol/events.js";

interface Waiting<Event> {
  done(result: IteratorResult<Event, undefined>): void;
  failed(error: Error): void;
}

/** Events for a `for await` loop: what the loop has not taken yet waits, up to a bound. */
export class EventIterator<Events extends EventMap> implements AsyncIterableIterator<EventIn<Events>> {
  readonly #bound: number;
  readonly #left: () => void;
  readonly #events: EventIn<Events>[] = [];
  #waiting: Waiting<EventIn<Events>> | null = null;
  #error: Error | null = null;
  #isOver = false;

  constructor(bound: number, left: () => void) {
    this.#bound = bound;
    this.#left = left;
  }

  push(event: EventIn<Events>): void {
    if (this.#isOver) return;
    if (this.#waiting) {
      this.#waiting.done({ value: event, done: false });
      this.#waiting = null;
    } else if (this.#events.length < this.#bound) {
      this.#events.push(event);
    } else {
      this.end(new Error(`The loop is behind by ${this.#bound} events; take them faster, or raise the option 'buffer'.`));
    }
  }

  /** What waits still comes, then the loop ends, or throws. */
  end(error: Error | null = null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    if (this.#waiting) {
      if (error) this.#waiting.failed(error);
      else this.#waiting.done({ value: undefined, done: true });
      this.#waiting = null;
    }
    this.#left();
  }

  next(): Promise<IteratorResult<EventIn<Events>, undefined>> {
    const event = this.#events.shift();
    if (event) return Promise.resolve({ value: event, done: false });
    if (this.#isOver) {
      const error = this.#error;
      this.#error = null;
      return error ? Promise.reject(error) : Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((done, failed) => (this.#waiting = { done, failed }));
  }

  return(): Promise<IteratorResult<EventIn<Events>, undefined>> {
    this.#events.length = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
