import type { Connection } from "../connection/connection.js";
import type { Hub } from "../connection/hub.js";
import type { LatencyReport, ReportAnswer, WireEvent } from "../protocol/messages.js";
import { HubMethods, ReportedStages } from "../protocol/names.js";
import type { Clock, Timer } from "../time/clock.js";
import type { ServerClock } from "./server-clock.js";

const firstDelay = 10_000;
const retryDelay = 60_000;
// What a node takes in one report; six of the histograms are kept for the types that come last.
const mostHistograms = 50 - 6;
const mostPairs = 2_000;
const mostEvents = 100_000;
const others = "other";

/** Tells the platform how long events took as this client saw it, as counts of rounded times. */
export class Reports {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #server: ServerClock;
  readonly #histograms = new Map<string, Map<number, number>>();
  #pairs = 0;
  #events = 0;
  #next: Timer | null = null;

  constructor(connection: Connection, clock: Clock, server: ServerClock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#server = server;
    connection.on("opened", (hub) => {
      // A node takes a report of what it sent over this connection, by its own clock.
      this.#forget();
      this.#reportIn(firstDelay, hub);
    });
    connection.on("state", () => {
      if (!connection.hub) this.#next?.cancel();
    });
  }

  event({ priority, event_type, accepted_at, _server_timestamp }: WireEvent): void {
    if (this.#events === mostEvents) return;
    this.#events++;
    const now = this.#server.now();
    this.#count(ReportedStages.Total, priority, event_type, now - accepted_at);
    if (_server_timestamp !== undefined) this.#count(ReportedStages.Client, priority, event_type, now - _server_timestamp);
  }

  #count(stage: string, priority: string, type: string, time: number): void {
    let key = [stage, priority, type].join(" ");
    if (!this.#histograms.has(key) && this.#histograms.size >= mostHistograms) key = [stage, priority, others].join(" ");
    let counts = this.#histograms.get(key);
    if (!counts) this.#histograms.set(key, (counts = new Map()));
    const value = Number(Math.max(time, 0).toPrecision(2));
    const count = counts.get(value);
    if (count === undefined && this.#pairs++ >= mostPairs) return;
    counts.set(value, (count ?? 0) + 1);
  }

  #reportIn(delay: number, hub: Hub): void {
    this.#next?.cancel();
    this.#next = this.#clock.after(delay, () => void this.#report(hub));
  }

  async #report(hub: Hub): Promise<void> {
    let delay = retryDelay;
    const error = this.#server.uncertainty;
    if (this.#events > 0 && error !== null) {
      try {
        delay = (await hub.invoke<ReportAnswer>(HubMethods.ReportLatency, this.#take(error))).report_after_ms;
      } catch {
        // Too soon, or a node that takes none: the next one may count.
      }
    }
    if (hub === this.#connection.hub) this.#reportIn(delay, hub);
  }

  #take(error: number): LatencyReport {
    const histograms = [...this.#histograms].map(([key, counts]) => {
      const [stage, priority, event_type] = key.split(" ") as [string, string, string];
      return { stage, priority, event_type, values: [...counts] };
    });
    this.#forget();
    return { clock_error_ms: error, histograms };
  }

  #forget(): void {
    this.#histograms.clear();
    this.#pairs = this.#events = 0;
  }
}
