import type { OfflineFactory } from "./contract.js";
import { Device } from "./device.js";

export type { KeptEvent, OfflineStore, WaitingEvents } from "./store.js";

/** What is kept on the device. */
export interface OfflineOptions {
  /** Whose it is: what one user left here is neither shown nor sent for another. */
  user: string;
  /** The event types that are kept for reading. Default: `proactive_insight` and `coaching_opportunity`. */
  insights?: readonly string[];
  /** At most so many of them. Default: 200. */
  keep?: number;
  /** At most so long, in ms. Default: a week. */
  keepFor?: number;
  /** Where the page finds the service worker's script (`platform-worker.js`, or one of yours that calls `serveOutbox`). Default: none. */
  worker?: string;
  /** Whether the browser is asked to send what waits in the background, at the time of asking. Default: yes. */
  backgroundSync?: () => boolean;
}

const week = 7 * 24 * 3_600_000;

/**
 * Keeps important events for reading without a network, and sends what is published without one when there is one again, also when
 * the page is closed by then (where the browser has Background Sync and a service worker is registered).
 *
 * ```ts
 * const platform = new Platform(url, { getToken, offline: offline({ user: "42", worker: "/platform-worker.js" }) });
 * ```
 */
export function offline(options: OfflineOptions): OfflineFactory {
  const all = {
    insights: ["proactive_insight", "coaching_opportunity"], keep: 200, keepFor: week, worker: "", backgroundSync: () => true, ...options,
  };
  return (parts) => new Device(all, parts);
}
