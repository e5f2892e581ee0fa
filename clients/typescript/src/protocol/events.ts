import type { Lane } from "./lanes.js";

/** An event of one type, as a subscriber gets it. */
export interface EventOf<Type extends string, Data> {
  /** The idempotency key that its producer gave it, or the platform. */
  id: string;
  /** What kind of event it is. */
  event_type: Type;
  /** The lane that it came by. */
  priority: Lane;
  /** The channel that it came by. */
  channel: string;
  /** Its place among the channel's events of its lane: 1, 2, 3, … */
  offset: number;
  /** When the platform took it: ms since 1970, with a fraction. */
  accepted_at: number;
  /** When it happened, says its producer: ISO 8601. */
  timestamp: string;
  /** What its producer put in. */
  data: Data;
  user_id?: string | null;
  location_id?: string | null;
  topic?: string | null;
  /** Of an aggregate: the events that it stands for, its own id among them. */
  aggregated_ids?: string[];
}

/** Data by event type: `{ shipped: { order: number }, cancelled: { order: number, why: string } }`. */
export type EventMap = object;

/** Where no types are named: any event type with any data. */
export type AnyEvents = Record<string, any>;

/** One of the events of a map; `event_type` tells which. */
export type EventIn<Events extends EventMap> = { [Type in keyof Events & string]: EventOf<Type, Events[Type]> }[keyof Events & string];

/** What may be published. The address is the first of `user_id`, `location_id`, `topic` that is there; none is `broadcast`. */
export interface Draft<Data = unknown> {
  /** 1 to 128 of `a-z 0-9 _ . -`. */
  event_type: string;
  /** Any JSON value. */
  data: Data;
  /** The idempotency key. Absent, the client makes one, so that its own retries are never doubles. */
  id?: string;
  /** The lane; `normal` where none is named. */
  priority?: Lane;
  user_id?: string;
  location_id?: string;
  topic?: string;
  /** When it happened; now, where nothing is said. ISO 8601. */
  timestamp?: string;
}
