import type { Hub } from "../../src/connection/hub.js";
import type { Network } from "../../src/connection/network.js";
import { AccessDenied, Platform, type Lane, type PlatformOptions } from "../../src/index.js";
import type { SubscribeAnswer, SubscribeRequest, WireEvent } from "../../src/protocol/messages.js";
import { HubMethods } from "../../src/protocol/names.js";
import type { VirtualClock } from "./virtual-clock.js";

type Fate = "refuse" | "hang" | "deny";

/** A node of the platform in memory, with one history a channel, that does what docs/protocol.md says. */
export class Server {
  readonly connections: Connected[] = [];
  readonly calls: { method: string; parameters: unknown[] }[] = [];
  readonly history = new Map<string, WireEvent[]>();
  /** What the next attempts come to; then all are taken. */
  readonly attempts: Fate[] = [];
  /** The first offset by channel and lane that history still has. */
  readonly firstKept = new Map<string, number>();
  answers: Record<string, (...parameters: any[]) => unknown> = {};
  epoch = "E1";

  constructor(readonly clock: VirtualClock) {}

  get current(): Connected {
    return this.connections.at(-1)!;
  }

  readonly connect = (): Hub => {
    const connected = new Connected(this, this.attempts.shift());
    this.connections.push(connected);
    return connected;
  };

  /** A new event: into history, and to whoever listens now. */
  publish(channel: string, data: unknown, priority: Lane = "normal"): WireEvent {
    const all = this.history.get(channel) ?? [];
    this.history.set(channel, all);
    const offset = all.filter((event) => event.priority === priority).length + 1;
    const event = {
      id: `${channel}-${priority}-${offset}`, event_type: "t", priority, channel, offset, data,
      accepted_at: this.clock.now(), _server_timestamp: this.clock.now(), timestamp: new Date(this.clock.now()).toISOString(),
    };
    all.push(event);
    for (const connection of this.connections) if (connection.isOpen && connection.channels.has(channel)) connection.send([event]);
    return event;
  }

  answer(connection: Connected, { channel, epoch, offsets }: SubscribeRequest): [SubscribeAnswer, WireEvent[]] {
    const all = this.history.get(channel) ?? [];
    const missed: WireEvent[] = [];
    const starts: Partial<Record<Lane, number>> = {};
    let recovered = offsets !== undefined && offsets !== null && epoch === this.epoch;
    for (const lane of ["critical", "high", "normal"] as const) {
      const newest = all.filter((event) => event.priority === lane).length;
      const from = epoch === this.epoch ? offsets?.[lane] : undefined;
      const isKept = from !== undefined && from <= newest && from + 1 >= (this.firstKept.get(`${channel} ${lane}`) ?? 1);
      if (from !== undefined && !isKept) recovered = false;
      starts[lane] = isKept ? from : newest;
      if (isKept) missed.push(...all.filter((event) => event.priority === lane && event.offset > from));
    }
    connection.channels.add(channel);
    return [{ channel, epoch: this.epoch, offsets: starts, recovered, error: null }, missed];
  }
}

/** One connection to it. */
export class Connected implements Hub {
  readonly channels = new Set<string>();
  readonly #handlers = new Map<string, (message: any) => void>();
  #closed: (error?: Error) => void = () => {};
  isOpen = false;

  constructor(readonly server: Server, readonly fate?: Fate) {}

  start(): Promise<void> {
    if (this.fate === "hang") return new Promise(() => {});
    if (this.fate === "refuse") return Promise.reject(new Error("refused"));
    if (this.fate === "deny") return Promise.reject(new AccessDenied("no"));
    this.isOpen = true;
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.isOpen = false;
  }

  on(method: string, handler: (message: any) => void): void {
    this.#handlers.set(method, handler);
  }

  onclose(handler: (error?: Error) => void): void {
    this.#closed = handler;
  }

  /** As SignalR does: the handlers of what stands behind an answer may run before who awaits the answer. */
  async invoke<Answer>(method: string, ...parameters: any[]): Promise<Answer> {
    this.server.calls.push({ method, parameters });
    if (this.server.answers[method]) return this.server.answers[method](...parameters) as Answer;
    if (method === HubMethods.Subscribe) {
      const answered = (parameters[0] as SubscribeRequest[]).map((request) => this.server.answer(this, request));
      this.send(answered.flatMap(([, missed]) => missed));
      return answered.map(([answer]) => answer) as Answer;
    }
    if (method === HubMethods.Unsubscribe) (parameters[0] as string[]).forEach((channel) => this.channels.delete(channel));
    if (method === HubMethods.Ping) return { server_time: this.server.clock.now() } as Answer;
    return undefined as Answer;
  }

  send(events: WireEvent[]): void {
    if (events.length > 0) this.tell(HubMethods.Events, structuredClone(events));
  }

  tell(method: string, message: unknown): void {
    this.#handlers.get(method)?.(message);
  }

  /** It ends, as SignalR tells. */
  end(message?: string): void {
    this.isOpen = false;
    this.#closed(message ? new Error(message) : undefined);
  }
}

/** A network that a test turns off and on. */
export class SwitchedNetwork implements Network {
  readonly #watchers = new Set<() => void>();
  online = true;
  visible = true;

  /** How many listen to it. */
  get watchers(): number {
    return this.#watchers.size;
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => void this.#watchers.delete(changed);
  }

  turn(change: { online?: boolean; visible?: boolean }): void {
    Object.assign(this, change);
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** A client before that server. */
export const clientOf = (server: Server, options: Partial<PlatformOptions> = {}): Platform =>
  new Platform("http://platform", { getToken: () => "token", clock: server.clock, random: () => 0.5, makeHub: server.connect, ...options });
