import type { EventIn, EventMap } from "../protocol/events.js";
import type { Place } from "../protocol/messages.js";

interface Waiting<Event> {
  done(result: IteratorResult<Event, undefined>): void;
  failed(error: Error): void;
}

/** Events for a `for await` loop: what the loop has not taken yet waits, up to a bound. */
export class EventIterator<Events extends EventMap> implements AsyncIterableIterator<EventIn<Events>> {
  readonly #bound: number;
  readonly #left: () => void;
  readonly #finished: () => void;
  readonly #events: EventIn<Events>[] = [];
  // Where the channel stood before each event that the loop has not finished with: the one in its hands, and those that wait.
  readonly #before: Place[] = [];
  #isTaken = false;
  #waiting: Waiting<EventIn<Events>> | null = null;
  #error: Error | null = null;
  #isOver = false;

  constructor(bound: number, left: () => void, finished: () => void) {
    this.#bound = bound;
    this.#left = left;
    this.#finished = finished;
  }

  /** How many events it has not finished with. */
  get behind(): number {
    return this.#before.length;
  }

  /** Where the first of them stands; who asks for the next event is done with the last. */
  get place(): Place | null {
    return this.#before[0] ?? null;
  }

  push(event: EventIn<Events>, before: Place): void {
    if (this.#isOver) return;
    this.#before.push(before);
    if (this.#waiting) {
      this.#isTaken = true;
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
    if (this.#isTaken) {
      this.#isTaken = false;
      this.#before.shift();
      this.#finished();
    }
    const event = this.#events.shift();
    if (event) {
      this.#isTaken = true;
      return Promise.resolve({ value: event, done: false });
    }
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
