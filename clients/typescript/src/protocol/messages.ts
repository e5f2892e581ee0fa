import type { EventOf } from "./events.js";
import type { Lane } from "./lanes.js";

/** An offset for each lane; a lane that is absent from a request starts now. */
export type Offsets = Partial<Record<Lane, number>>;

/** A position that can be kept: where a client stands in a channel. */
export interface Place {
  /** The life of the channel's history that the offsets belong to. */
  epoch: string;
  /** The last offset seen in each lane. */
  offsets: Offsets;
}

/** An event as it comes; `_server_timestamp` (ms: when the node made the frame) is for measurements alone. */
export type WireEvent = EventOf<string, unknown> & { _server_timestamp?: number };

export interface SubscribeRequest {
  channel: string;
  epoch?: string | null;
  offsets?: Offsets | null;
  presence?: boolean;
}

export interface SubscribeAnswer {
  channel: string;
  epoch: string | null;
  offsets: Offsets | null;
  recovered: boolean;
  error: string | null;
}

export interface PositionMessage extends Place {
  channel: string;
}

export interface GapMessage {
  channel: string;
  priority: Lane;
  from: number;
  to: number;
  epoch: string;
}

/** A user on a channel. */
export interface PresentUser {
  sub: string;
  role: string;
}

/** Who came to a channel and who left it. The first one names all who are there. */
export interface Presence {
  channel: string;
  joined: PresentUser[];
  left: PresentUser[];
  /** How many users are there now. */
  count: number;
}

export interface ServerTime {
  server_time: number;
}

export interface RefreshAnswer {
  expires_at: number;
  ended: string[];
}

export interface LatencyReport {
  clock_error_ms: number;
  histograms: { stage: string; priority: string; event_type: string; values: [number, number][] }[];
}

export interface ReportAnswer {
  taken: boolean;
  report_after_ms: number;
}
