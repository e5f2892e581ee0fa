/** The tag of the browser's background sync. */
export const syncTag = "platform-outbox";

/** All pages and the worker hear when something that is kept has changed. */
export class Signals {
  #channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("platform-offline") : null;
  readonly #listeners = new Set<() => void>();

  constructor() {
    if (this.#channel) this.#channel.onmessage = () => this.#tell();
  }

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    this.#channel?.postMessage(null);
    this.#tell();
  }

  close(): void {
    this.#channel?.close();
    this.#channel = null;
    this.#listeners.clear();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Asks the browser to wake the service worker when there is a network, also when no page is open then. */
export async function askForSync(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync?.register(syncTag);
  } catch {
    // Not in this browser, or the user forbids it: the next page that is opened sends what waits.
  }
}
