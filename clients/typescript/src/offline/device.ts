import { retryDelay } from "../connection/backoff.js";
import type { WireEvent } from "../protocol/messages.js";
import { PublishError, send, type Sealed } from "../publish/door.js";
import type { Timer } from "../time/clock.js";
import type { Offline, OfflineParts } from "./contract.js";
import { Database, type OutboxRecord } from "./database.js";
import { byUrgency, deliverAll } from "./delivery.js";
import { Insights } from "./insights.js";
import { askForSync, Signals } from "./signals.js";
import type { OfflineOptions } from "./index.js";
import type { KeptEvent, WaitingEvents } from "./store.js";

const sendTimeout = 10_000;

/** What one user has on this device: the events kept for reading, and the outbox. */
export class Device implements Offline {
  readonly #user: string;
  readonly #server: string;
  readonly #options: Required<OfflineOptions>;
  readonly #parts: OfflineParts;
  readonly #database = new Database();
  readonly #insights: Insights;
  readonly #signals = new Signals();
  readonly #unwatch: () => void;
  #failures = 0;
  #flushing: Promise<void> | null = null;
  #wantsAnother = false;
  // Of which life of the user's data headers are: those asked for before clear() are not written back after it.
  #life = 0;
  #retry: Timer | null = null;
  #isClosed = false;

  constructor(options: Required<OfflineOptions>, parts: OfflineParts) {
    this.#user = options.user;
    // The worker's own address is another one than the page's.
    this.#server = parts.server || location.origin;
    this.#options = options;
    this.#parts = parts;
    this.#insights = new Insights(
      this.#database, options.user, options.insights, { count: options.keep, age: options.keepFor }, () => parts.clock.now());
    this.#unwatch = parts.network.watch(() => {
      if (parts.network.online) this.#flushSoon();
    });
    if (options.worker && "serviceWorker" in navigator) {
      navigator.serviceWorker.register(options.worker).catch((error) => console.warn("Platform's service worker is not there:", error));
    }
    this.#tidyOthers().catch((error) => console.warn("Not tidied:", error));
    // What waits from an earlier life, where no worker sent it.
    this.#flushSoon();
  }

  insights(): Promise<KeptEvent[]> {
    return this.#insights.list();
  }

  async outbox(): Promise<WaitingEvents[]> {
    return (await this.#database.all("outbox")).filter(this.#isOurs).sort(byUrgency)
      .map(({ key, events, queued_at, tried_at, refused }) => ({ key: key!, events, queued_at, tried_at, refused }));
  }

  async discard(key: number): Promise<void> {
    await this.#database.delete("outbox", [key]);
    this.#signals.changed();
  }

  async clear(): Promise<void> {
    this.#life++;
    await this.#insights.clear();
    await this.#database.delete("outbox", (await this.outbox()).map(({ key }) => key));
    await this.#database.delete("senders", [[this.#user, this.#server]]);
    this.#signals.changed();
  }

  on(_: "change", listener: () => void): () => void {
    return this.#signals.on(listener);
  }

  received(event: WireEvent): void {
    if (!this.#insights.takes(event)) return;
    // A copy: the app may do with its own what it likes.
    this.#insights.keep(structuredClone(event)).then(() => this.#signals.changed(), (error) => console.warn("Not kept for offline:", error));
  }

  async post(events: readonly Sealed[]): Promise<boolean> {
    const record = { user: this.#user, server: this.#server, events, queued_at: this.#parts.clock.now(), tried_at: null, refused: null };
    // First to the disk: whoever closes the page from here on loses nothing.
    const key = (await this.#database.put("outbox", record)) as number;
    // At once: the page may be gone before the first try has ended.
    if (this.#options.backgroundSync()) void askForSync();
    this.#signals.changed();
    await this.flush();
    const left = await this.#database.get("outbox", key);
    if (!left) return true;
    if (left.refused !== null) {
      await this.discard(key);
      throw new PublishError(left.refused, 400);
    }
    return false;
  }

  /** Kept before it is needed: what is published first without a network goes out by the worker too. */
  granted(): void {
    if (this.#options.worker) this.#headers().catch((error) => console.warn("No token is kept for the worker:", error));
  }

  /** One at a time; what is asked for meanwhile is one more after it, since the present one may have looked already. */
  flush(): Promise<void> {
    if (this.#flushing) {
      this.#wantsAnother = true;
      return this.#flushing;
    }
    return (this.#flushing = this.#flushAll());
  }

  async #flushAll(): Promise<void> {
    try {
      do {
        this.#wantsAnother = false;
        await this.#flushOnce();
      } while (this.#wantsAnother);
    } finally {
      this.#flushing = null;
    }
  }

  async #flushOnce(): Promise<void> {
    this.#retry?.cancel();
    if (this.#isClosed || !this.#parts.network.online || (await this.outbox()).every(({ refused }) => refused !== null)) return;
    // Before the lock: an app that takes its time for a token does not keep other tabs and the worker from sending.
    const headers = await this.#headers().catch(() => null);
    const waiting = await deliverAll(this.#database, this.#isOurs, async (record, events) => {
      if (!headers) throw new PublishError("No token came.", 401);
      await send(record.server, headers, events, sendTimeout);
    });
    this.#signals.changed();
    if (waiting.length === 0) this.#failures = 0;
    else if (!this.#isClosed) this.#retry = this.#parts.clock.after(retryDelay(this.#failures++, this.#parts.random), () => this.#flushSoon());
  }

  close(): void {
    this.#isClosed = true;
    this.#unwatch();
    this.#retry?.cancel();
    this.#signals.close();
    this.#database.close();
  }

  readonly #isOurs = ({ user, server }: OutboxRecord) => user === this.#user && server === this.#server;

  #flushSoon(): void {
    this.flush().catch((error) => console.warn("The outbox can't be read:", error));
  }

  // Of others who used this device: what is too old, and tokens for which nothing waits.
  async #tidyOthers(): Promise<void> {
    await this.#insights.tidyOthers();
    const waiting = new Set((await this.#database.all("outbox")).map(({ user, server }) => JSON.stringify([user, server])));
    const idle = (await this.#database.all("senders")).map(({ user, server }) => [user, server] as [string, string])
      .filter((owner) => owner[0] !== this.#user && !waiting.has(JSON.stringify(owner)));
    await this.#database.delete("senders", idle);
  }

  // Kept for the worker, which can't ask the app for a token.
  async #headers(): Promise<Record<string, string>> {
    const life = this.#life;
    const headers = await this.#parts.headers();
    if (this.#options.worker && life === this.#life) await this.#database.put("senders", { user: this.#user, server: this.#server, headers });
    return headers;
  }
}
