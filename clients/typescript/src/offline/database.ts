import type { KeptEvent, WaitingEvents } from "./store.js";

/** An event kept for a user. */
export interface InsightRecord extends KeptEvent {
  user: string;
  id: string;
}

/** Events that wait for a user, for one platform. */
export interface OutboxRecord extends Omit<WaitingEvents, "key"> {
  key?: number;
  user: string;
  server: string;
}

/** With what a user's events are sent by the service worker, which can't ask the app. */
export interface SenderRecord {
  user: string;
  server: string;
  headers: Record<string, string>;
}

interface Stores {
  insights: InsightRecord;
  outbox: OutboxRecord;
  senders: SenderRecord;
}

const name = "platform";
const version = 1;

/** The tables that pages and service worker share, in IndexedDB. */
export class Database {
  #open: Promise<IDBDatabase> | null = null;

  put<Store extends keyof Stores>(store: Store, record: Stores[Store]): Promise<IDBValidKey> {
    return this.#do(store, "readwrite", (table) => table.put(record));
  }

  get<Store extends keyof Stores>(store: Store, key: IDBValidKey): Promise<Stores[Store] | undefined> {
    return this.#do(store, "readonly", (table) => table.get(key));
  }

  all<Store extends keyof Stores>(store: Store): Promise<Stores[Store][]> {
    return this.#do(store, "readonly", (table) => table.getAll());
  }

  /** Changes a record in one transaction, if it is still there: what was taken away meanwhile does not come back. */
  change<Store extends keyof Stores>(store: Store, key: IDBValidKey, change: Partial<Stores[Store]>): Promise<unknown> {
    return this.#do(store, "readwrite", (table) => {
      const found = table.get(key);
      found.onsuccess = () => found.result && table.put({ ...found.result, ...change });
      return found;
    });
  }

  async delete(store: keyof Stores, keys: readonly IDBValidKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#do(store, "readwrite", (table) => keys.map((key) => table.delete(key)).at(-1)!);
  }

  /** Lets another version of the page upgrade it. */
  close(): void {
    this.#open?.then((database) => database.close(), () => {});
    this.#open = null;
  }

  // Resolves when it is on the disk, not when it was asked for.
  async #do<Result>(store: keyof Stores, mode: IDBTransactionMode, ask: (table: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
    const database = await (this.#open ??= open(() => (this.#open = null)));
    return new Promise((done, failed) => {
      const transaction = database.transaction(store, mode);
      const request = ask(transaction.objectStore(store));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error ?? new Error("The browser's database gave up."));
    });
  }
}

// What could not be opened, or was closed by the browser, is opened anew the next time.
function open(isOver: () => void): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("insights", { keyPath: ["user", "id"] });
      request.result.createObjectStore("outbox", { keyPath: "key", autoIncrement: true });
      request.result.createObjectStore("senders", { keyPath: ["user", "server"] });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        isOver();
      };
      request.result.onclose = isOver;
      done(request.result);
    };
    request.onerror = () => {
      isOver();
      failed(request.error!);
    };
  });
}
