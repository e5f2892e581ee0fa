import { Listeners } from "../listeners.js";
import { HubMethods } from "../protocol/names.js";
import type { Clock, Timer } from "../time/clock.js";
import { connectTimeout, retryDelay } from "./backoff.js";
import { isFinal } from "./endings.js";
import type { Hub, HubFactory } from "./hub.js";
import type { Network } from "./network.js";
import type { ConnectionState, StateChange } from "./states.js";

// A connection that lived so long was a good one: what comes after it counts anew.
const goodLife = 5_000;
// A browser that says "offline" may be wrong, so now and then it is tried all the same.
const offlineDelay = 30_000;

interface ConnectionEvents {
  state: StateChange;
  /** Before it starts, for those who listen to what it sends. */
  made: Hub;
  opened: Hub;
}

/** What a connection needs. */
export interface ConnectionParts {
  makeHub: HubFactory;
  network: Network;
  clock: Clock;
  random: () => number;
}

/** One connection at a time, for as long as it takes: what is lost is taken up again, until somebody says stop. */
export class Connection {
  readonly #listeners = new Listeners<ConnectionEvents>();
  readonly #parts: ConnectionParts;
  #state: ConnectionState = "closed";
  #hub: Hub | null = null;
  #openedAt: number | null = null;
  #wasOpen = false;
  #failures = 0;
  #next: Timer | null = null;
  #unwatch: (() => void) | null = null;

  readonly on = this.#listeners.on.bind(this.#listeners);

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The connection that is open now. */
  get hub(): Hub | null {
    return this.#openedAt === null ? null : this.#hub;
  }

  /** Opens it, and keeps it open. */
  open(): void {
    if (this.#state !== "closed") return;
    this.#failures = 0;
    this.#wasOpen = false;
    this.#unwatch = this.#parts.network.watch(() => this.#networkChanged());
    if (this.#parts.network.online) void this.#attempt();
    else this.#waitForNetwork();
  }

  /** Closes it for good, until it is opened again. */
  close(error?: Error): void {
    if (this.#state === "closed") return;
    this.#unwatch?.();
    this.#next?.cancel();
    this.#drop();
    this.#become("closed", error);
  }

  /** Gives up a connection that is not what it should be, and takes the next one. */
  lose(hub: Hub, error?: Error): void {
    if (hub !== this.#hub) return;
    this.#drop();
    if (isFinal(error)) this.close(error);
    else if (!this.#parts.network.online) this.#waitForNetwork(error);
    else this.#retryIn(retryDelay(this.#failures++, this.#parts.random), error);
  }

  async #attempt(): Promise<void> {
    this.#next?.cancel();
    this.#become(this.#wasOpen ? "reconnecting" : "connecting");
    const hub = (this.#hub = this.#parts.makeHub());
    hub.onclose((error) => this.lose(hub, error));
    hub.on(HubMethods.Draining, ({ reconnect_after_ms }: { reconnect_after_ms: number }) =>
      this.#parts.clock.after(reconnect_after_ms, () => this.#moveOn(hub)));
    this.#listeners.tell("made", hub);
    const limit = connectTimeout(this.#failures);
    const timeout = this.#parts.clock.after(limit, () => this.lose(hub, new Error(`No connection within ${Math.round(limit)} ms.`)));
    try {
      await hub.start();
    } catch (error) {
      this.lose(hub, error as Error);
      return;
    } finally {
      timeout.cancel();
    }

    if (hub !== this.#hub) return;
    this.#openedAt = this.#parts.clock.now();
    this.#wasOpen = true;
    this.#become("connected");
    this.#listeners.tell("opened", hub);
  }

  // The node leaves and said when to go: that is no failure, so there is nothing to wait for.
  #moveOn(hub: Hub): void {
    if (hub !== this.#hub) return;
    this.#drop();
    void this.#attempt();
  }

  #networkChanged(): void {
    const { online, visible } = this.#parts.network;
    if (!online && this.#hub) {
      // Its end may be noticed half a minute later.
      this.lose(this.#hub);
    } else if (!online) {
      if (this.#state !== "offline") this.#waitForNetwork();
    } else if (!this.#hub && (visible || this.#state === "offline")) {
      this.#failures = 0;
      void this.#attempt();
    }
  }

  #waitForNetwork(error?: Error): void {
    this.#become("offline", error);
    this.#attemptIn(offlineDelay);
  }

  #retryIn(delay: number, error?: Error): void {
    this.#become(this.#wasOpen ? "reconnecting" : "connecting", error);
    this.#attemptIn(delay);
  }

  #attemptIn(delay: number): void {
    this.#next?.cancel();
    this.#next = this.#parts.clock.after(delay, () => void this.#attempt());
  }

  #drop(): void {
    const hub = this.#hub;
    if (this.#openedAt !== null && this.#parts.clock.now() - this.#openedAt >= goodLife) this.#failures = 0;
    this.#hub = this.#openedAt = null;
    hub?.stop().catch(() => {});
  }

  #become(state: ConnectionState, error?: Error): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.#listeners.tell("state", { state, previous, ...(error && { error }) });
  }
}
