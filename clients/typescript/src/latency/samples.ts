/** What the newest samples say, in ms. `null` where there is none. */
export interface Summary {
  count: number;
  min: number | null;
  avg: number | null;
  max: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** The newest samples, up to a number. */
export class Samples {
  readonly #kept: number;
  readonly #values: number[] = [];
  #next = 0;

  constructor(kept = 100) {
    this.#kept = kept;
  }

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#kept;
  }

  summarize(): Summary {
    const sorted = [...this.#values].sort((a, b) => a - b);
    const count = sorted.length;
    // The nearest rank: always a value that was measured.
    const percentile = (percent: number) => sorted[Math.max(Math.ceil((percent / 100) * count) - 1, 0)] ?? null;
    return {
      count,
      min: sorted[0] ?? null,
      avg: count ? sorted.reduce((sum, value) => sum + value, 0) / count : null,
      max: sorted[count - 1] ?? null,
      p50: percentile(50),
      p95: percentile(95),
      p99: percentile(99),
    };
  }
}
