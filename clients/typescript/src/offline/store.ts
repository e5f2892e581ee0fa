import type { EventOf } from "../protocol/events.js";
import type { Sealed } from "../publish/door.js";

/** An event that was kept for reading offline. */
export interface KeptEvent {
  /** The event as it came. */
  event: EventOf<string, unknown>;
  /** When it was kept: ms since 1970. */
  kept_at: number;
}

/** Events that wait on this device. */
export interface WaitingEvents {
  /** Their place in the outbox. */
  key: number;
  /** What goes out, in one request. */
  events: readonly Sealed[];
  /** When they were given: ms since 1970. */
  queued_at: number;
  /** When they were first tried without an answer: they may have been taken then. */
  tried_at: number | null;
  /** Why the platform refused them; it is not tried again. `null` while they wait. */
  refused: string | null;
}

/** What is kept on this device, for reading and tidying up. */
export interface OfflineStore {
  /** Events kept for reading, the newest first. They are there without a network too. */
  insights(): Promise<KeptEvent[]>;
  /** Events that wait to go out, in the order in which they will. */
  outbox(): Promise<WaitingEvents[]>;
  /** Takes events out of the outbox. */
  discard(key: number): Promise<void>;
  /** Forgets everything that this user has here, for example when they log out. */
  clear(): Promise<void>;
}
