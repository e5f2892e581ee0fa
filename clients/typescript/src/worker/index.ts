import { Database } from "../offline/database.js";
import { deliverAll } from "../offline/delivery.js";
import { Signals, syncTag } from "../offline/signals.js";
import { PublishError, send } from "../publish/door.js";

/** An event of a service worker's, as far as it is used here. */
interface SyncEvent extends Event {
  readonly tag: string;
  waitUntil(work: Promise<unknown>): void;
}

const sendTimeout = 30_000;

/**
 * Lets a service worker send what waits in the outboxes when the browser says that there is a network again:
 *
 * ```ts
 * import { serveOutbox } from "@platform/client/worker";
 * serveOutbox(self);
 * ```
 */
export function serveOutbox(scope: EventTarget): void {
  scope.addEventListener("sync", (event) => {
    if ((event as SyncEvent).tag === syncTag) (event as SyncEvent).waitUntil(empty());
  });
}

// Fails while something waits, so that the browser asks again.
async function empty(): Promise<void> {
  const database = new Database();
  const signals = new Signals();
  try {
    const waiting = await deliverAll(database, () => true, async (record, events) => {
      const sender = await database.get("senders", [record.user, record.server]);
      // Only a page can get a token.
      if (!sender) throw new PublishError("No token is known.", 401);
      await send(record.server, sender.headers, events, sendTimeout);
    });
    if (waiting.length > 0) throw new Error(`${waiting.length} requests still wait.`);
  } finally {
    signals.changed();
    signals.close();
    database.close();
  }
}
