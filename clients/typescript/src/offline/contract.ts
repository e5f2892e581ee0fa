import type { Network } from "../connection/network.js";
import type { Off } from "../listeners.js";
import type { WireEvent } from "../protocol/messages.js";
import type { Outbox } from "../publish/publisher.js";
import type { Clock } from "../time/clock.js";
import type { OfflineStore } from "./store.js";

/** What the offline part needs of the client. */
export interface OfflineParts {
  server: string;
  network: Network;
  clock: Clock;
  random: () => number;
  headers(): Promise<Record<string, string>>;
}

/** What the client needs of the offline part. */
export interface Offline extends Outbox, OfflineStore {
  /** An event came. */
  received(event: WireEvent): void;
  /** There is a newer token. */
  granted(): void;
  /** There may be a way now. */
  flush(): Promise<void>;
  on(name: "change", listener: () => void): Off;
  close(): void;
}

/** Made by `offline()`. */
export type OfflineFactory = (parts: OfflineParts) => Offline;
