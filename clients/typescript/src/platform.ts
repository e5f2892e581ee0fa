import { Refresh } from "./access/refresh.js";
import { Connection } from "./connection/connection.js";
import { signalR } from "./connection/hub.js";
import { ownNetwork } from "./connection/network.js";
import type { ConnectionState, StateChange } from "./connection/states.js";
import { Latency, type Degraded, type LatencyStats, type SlowEvent } from "./latency/latency.js";
import { Pings } from "./latency/pings.js";
import { Reports } from "./latency/reports.js";
import { ServerClock } from "./latency/server-clock.js";
import { Listeners, type Off } from "./listeners.js";
import type { Offline } from "./offline/contract.js";
import type { OfflineStore } from "./offline/store.js";
import type { PlatformOptions } from "./options.js";
import { SessionPositions } from "./place/store.js";
import type { SubscribeOptions, Subscription } from "./place/subscription.js";
import { Subscriptions } from "./place/subscriptions.js";
import type { AnyEvents, Draft, EventMap } from "./protocol/events.js";
import { send } from "./publish/door.js";
import { Publisher, type Published } from "./publish/publisher.js";
import { systemClock } from "./time/clock.js";

/** What the client tells. */
export interface PlatformEvents {
  /** The connection's state changed. */
  state: StateChange;
  /** The round trip is above 50 ms (`warning`) or 100 ms (`critical`). */
  connection_degraded: Degraded;
  /** An event took longer than 10 ms. */
  slow_event: SlowEvent;
  /** A round trip was measured, in ms. */
  measured: number;
  /** What is kept on this device changed. */
  offline: OfflineStore;
}

/** What this client went through. */
export interface PlatformStats extends LatencyStats {
  state: ConnectionState;
  /** Connections so far. */
  connections: number;
  /** Events that the app got. */
  events: number;
  /** Events that were seen before, and dropped. */
  duplicates: number;
  /** Times that something was missing and was asked for again. */
  holes: number;
}

const publishPatience = 30_000;

/**
 * A client of the platform: one connection for all channels.
 *
 * ```ts
 * const platform = new Platform("https://events.example.com", { getToken });
 * platform.subscribe("location:7").on("event", (event) => console.log(event.data));
 * await platform.publish({ event_type: "seen", location_id: "7", data: { by: "42" } });
 * ```
 */
export class Platform {
  readonly #listeners = new Listeners<PlatformEvents>();
  readonly #connection: Connection;
  readonly #subscriptions: Subscriptions;
  readonly #refresh: Refresh;
  readonly #server: ServerClock;
  readonly #latency: Latency;
  readonly #reports: Reports | null;
  readonly #publisher: Publisher;
  readonly #offline: Offline | null;
  readonly #counts = { connections: 0, events: 0, duplicates: 0 };

  /** @param url Where the gateway is, such as `https://events.example.com`; `""` is where the page came from. */
  constructor(url: string, options: PlatformOptions) {
    const server = url.replace(/\/+$/, "");
    const { clock = systemClock, random = Math.random, network = ownNetwork(), positions = "memory" } = options;
    const getToken = async () => options.getToken();
    const headers = async (): Promise<Record<string, string>> =>
      options.apiKey ? { "X-API-Key": options.apiKey } : { Authorization: `Bearer ${await this.#refresh.current()}` };

    const makeHub = options.makeHub ?? signalR(server || location.origin, () => this.#refresh.token(), options.WebSocket);
    this.#connection = new Connection({ makeHub, network, clock, random });
    this.#server = new ServerClock(clock);
    this.#latency = new Latency(this.#server, {
      degraded: (degraded) => this.#listeners.tell("connection_degraded", degraded),
      slow: (slow) => this.#listeners.tell("slow_event", slow),
    });
    const store = positions === "memory" ? null : positions === "session" ? new SessionPositions(server, clock) : positions;
    this.#subscriptions = new Subscriptions(this.#connection, clock, store, {
      received: (event, isLive) => this.#received(event, isLive),
      duplicate: () => this.#counts.duplicates++,
      now: () => this.#server.now(),
    });
    this.#refresh = new Refresh(this.#connection, clock, this.#server, getToken, (answer) => {
      this.#subscriptions.ended(answer);
      this.#offline?.granted();
    });
    new Pings(this.#connection, network, clock, this.#server, (roundTrip) => {
      this.#latency.roundTrip(roundTrip);
      this.#listeners.tell("measured", roundTrip);
    });
    this.#reports = options.reportLatency ? new Reports(this.#connection, clock, this.#server) : null;

    const sendOnce = async (events: Parameters<typeof send>[2], timeout: number) => send(server, await headers(), events, timeout);
    this.#publisher = new Publisher({ send: sendOnce, clock, random, patience: options.publishPatience ?? publishPatience });
    this.#offline = options.offline?.({ server, network, clock, random, headers }) ?? null;
    this.#offline?.on("change", () => this.#listeners.tell("offline", this.#offline!));

    this.#connection.on("state", (change) => this.#listeners.tell("state", change));
    this.#connection.on("opened", () => {
      this.#counts.connections++;
      this.#offline?.granted();
      this.#offline?.flush().catch(() => {});
    });
    if (options.autoConnect !== false) this.connect();
  }

  /** The connection's state. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** What is kept on this device; `null` without the option. */
  get offline(): OfflineStore | null {
    return this.#offline;
  }

  /** Calls a function each time that something happens, until the function that it returns is called. */
  on<Name extends keyof PlatformEvents>(name: Name, listener: (detail: PlatformEvents[Name]) => void): Off {
    return this.#listeners.on(name, listener);
  }

  /** Connects, and stays connected until `close()`. Without `autoConnect: false` it was done already. */
  connect(): void {
    this.#connection.open();
  }

  /** Closes the connection; subscriptions wait for the next `connect()`, and resume then. */
  disconnect(): void {
    this.#connection.close();
  }

  /** Ends everything: the connection, and all subscriptions with their loops. Kept positions stay for another life. */
  close(): void {
    this.#connection.close();
    this.#subscriptions.close();
    this.#offline?.close();
  }

  /**
   * Listens to a channel. A channel has one subscription, so asking again gives the same one.
   *
   * @typeParam Events Data by event type, where they are known.
   */
  subscribe<Events extends EventMap = AnyEvents>(channel: string, options: SubscribeOptions = {}): Subscription<Events> {
    return this.#subscriptions.get(channel) ?? this.#subscriptions.add(channel, options);
  }

  /**
   * Publishes events, in one request: all are taken or none. Resolves when they are safe: RabbitMQ holds them, or, with the offline
   * option, this device does. Each gets an id where it has none, so that sending it again is never a double.
   */
  publish(events: Draft | readonly Draft[]): Promise<Published> {
    return this.#publisher.publish(Array.isArray(events) ? events : [events as Draft], this.#offline);
  }

  /** Asks `getToken` for a newer token and gives it to the open connection, for example when the user got more rights. */
  refreshToken(): Promise<void> {
    return this.#refresh.now();
  }

  /** The server's time, as well as it is known here: ms since 1970. */
  serverTime(): number {
    return this.#server.now();
  }

  /** What was measured and counted so far. */
  stats(): PlatformStats {
    return { state: this.state, ...this.#counts, holes: this.#subscriptions.holes, ...this.#latency.stats() };
  }

  #received(event: Parameters<Latency["event"]>[0], isLive: boolean): void {
    this.#counts.events++;
    if (isLive) {
      this.#latency.event(event);
      this.#reports?.event(event);
    }
    if (!this.#offline) return;
    // The node's own time is for measurements alone.
    const { _server_timestamp, ...kept } = event;
    this.#offline.received(kept);
  }
}
