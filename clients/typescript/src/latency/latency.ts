import type { WireEvent } from "../protocol/messages.js";
import { Samples, type Summary } from "./samples.js";
import type { ServerClock } from "./server-clock.js";

const warningRoundTrip = 50;
const criticalRoundTrip = 100;
const slowEvent = 10;

/** The connection is slower than it should be. */
export interface Degraded {
  /** `warning` above 50 ms, `critical` above 100 ms. */
  severity: "warning" | "critical";
  /** The round trip in ms. */
  latency: number;
}

/** An event took longer than 10 ms from the platform's door to here. */
export interface SlowEvent {
  event: { id: string; event_type: string; channel: string };
  /** From `accepted_at` to here, in ms, by the server's clock. */
  latency: number;
}

/** Latency as this client sees it; of each kind the newest 100. */
export interface LatencyStats {
  /** To the node and back. */
  round_trip: Summary;
  /** From accepted to here, of events that came live. */
  event: Summary;
  /** How far this machine's clock is behind the server's, in ms; taken out of the events' latency. */
  clock_offset: number;
  /** How wrong that may be at most; `null` before the first answer. */
  clock_uncertainty: number | null;
}

/** Where measurements go to. */
export interface LatencyListener {
  degraded(degraded: Degraded): void;
  slow(slow: SlowEvent): void;
}

/** What the client's own latencies are, and whether they are good. */
export class Latency {
  readonly #server: ServerClock;
  readonly #listener: LatencyListener;
  readonly #roundTrips = new Samples();
  readonly #events = new Samples();

  constructor(server: ServerClock, listener: LatencyListener) {
    this.#server = server;
    this.#listener = listener;
  }

  roundTrip(latency: number): void {
    this.#roundTrips.add(latency);
    if (latency > criticalRoundTrip) this.#listener.degraded({ severity: "critical", latency });
    else if (latency > warningRoundTrip) this.#listener.degraded({ severity: "warning", latency });
  }

  event({ id, event_type, channel, accepted_at }: WireEvent): number {
    const latency = Math.max(this.#server.now() - accepted_at, 0);
    this.#events.add(latency);
    if (latency > slowEvent) this.#listener.slow({ event: { id, event_type, channel }, latency });
    return latency;
  }

  stats(): LatencyStats {
    return {
      round_trip: this.#roundTrips.summarize(),
      event: this.#events.summarize(),
      clock_offset: this.#server.offset,
      clock_uncertainty: this.#server.uncertainty,
    };
  }
}
