import type { Network } from "./connection/network.js";
import type { HubFactory } from "./connection/hub.js";
import type { OfflineFactory } from "./offline/contract.js";
import type { PositionStore } from "./place/store.js";
import type { Clock } from "./time/clock.js";

/** How the platform is to be used. */
export interface PlatformOptions {
  /**
   * Gives the token, each time that one is needed: for each connection, and shortly before the present one ends. Throw `AccessDenied`
   * where another attempt would not help.
   */
  getToken: () => string | Promise<string>;
  /**
   * Where positions are kept: `memory` (over reconnects), `session` (over reloads of the page as well, by tab), or a store of your own.
   * Default: `memory`.
   */
  positions?: "memory" | "session" | PositionStore;
  /** A key for publishing, where the token has no scope `publish`. Not for browsers: whoever reads the page has it. */
  apiKey?: string;
  /** How long `publish` goes on trying before it fails, in ms. Default: 30,000. */
  publishPatience?: number;
  /** Whether to tell the platform how long events took as this client saw it. Default: `false`. */
  reportLatency?: boolean;
  /** What is kept on this device while there is no network: `offline()` of `@platform/client/offline`. */
  offline?: OfflineFactory;
  /** Whether to connect at once. Default: `true`. */
  autoConnect?: boolean;
  /** The WebSocket to use, where the usual one is not what you want. */
  WebSocket?: typeof WebSocket;
  /** What is known about the network. Default: what the browser says. */
  network?: Network;
  /** Time, for tests. */
  clock?: Clock;
  /** Chance, for tests: 0 ≤ x < 1. */
  random?: () => number;
  /** @internal Connections, for tests. */
  makeHub?: HubFactory;
}
