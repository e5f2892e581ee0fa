import { percentiles } from "../percentiles.js";

export const span = 60_000;

// The latencies of the last minute.
export class Recent {
  #points = [];

  add(point) {
    this.#points.push(point);
  }

  of(lane) {
    return this.#points.filter((point) => point.lane === lane);
  }

  // Forgets what is older than a minute and says how the rest was.
  summarize(now) {
    this.#points = this.#points.filter(({ at }) => at > now - span);
    const [p50, p95, p99] = percentiles(this.#points.map(({ value }) => value), 50, 95, 99);
    return { p50, p95, p99, count: this.#points.length };
  }
}
