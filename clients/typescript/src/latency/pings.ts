import type { Connection } from "../connection/connection.js";
import type { Hub } from "../connection/hub.js";
import type { Network } from "../connection/network.js";
import type { ServerTime } from "../protocol/messages.js";
import { HubMethods } from "../protocol/names.js";
import type { Clock, Timer } from "../time/clock.js";
import type { ServerClock } from "./server-clock.js";

const interval = 15_000;
// The first ones come sooner: one alone may have met a busy moment.
const firstIntervals = [1_000, 2_000];
// An open connection that does not answer is none.
const patience = 10_000;

/** Pings the node, at once and each 15 s: for the round trip, for its clock, and to notice a connection that is dead. */
export class Pings {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #server: ServerClock;
  readonly #measured: (roundTrip: number) => void;
  #next: Timer | null = null;
  #unwatch: (() => void) | null = null;
  #count = 0;

  constructor(connection: Connection, network: Network, clock: Clock, server: ServerClock, measured: (roundTrip: number) => void) {
    this.#connection = connection;
    this.#clock = clock;
    this.#server = server;
    this.#measured = measured;
    connection.on("opened", (hub) => {
      this.#count = 0;
      server.forget();
      void this.#ping(hub);
      // Who comes back to a page, or wakes a machine, should not see a connection that died meanwhile.
      this.#unwatch = network.watch(() => {
        if (connection.hub === hub && network.visible) void this.#ping(hub);
      });
    });
    connection.on("state", () => {
      if (connection.hub) return;
      this.#next?.cancel();
      this.#unwatch?.();
      this.#unwatch = null;
    });
  }

  async #ping(hub: Hub): Promise<void> {
    this.#next?.cancel();
    const limit = this.#clock.after(patience, () => this.#connection.lose(hub, new Error(`No answer within ${patience} ms.`)));
    try {
      const sent = this.#clock.now();
      const { server_time } = await hub.invoke<ServerTime>(HubMethods.Ping, sent);
      if (hub === this.#connection.hub) this.#measured(this.#server.answered(sent, server_time));
    } catch {
      // Refused for calling too often, or lost: of the latter the connection hears by itself.
    } finally {
      limit.cancel();
    }
    if (hub !== this.#connection.hub) return;
    this.#next?.cancel();
    this.#next = this.#clock.after(firstIntervals[this.#count++] ?? interval, () => void this.#ping(hub));
  }
}
