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
    let left = 0;
    const owners = new Map((await database.all("outbox")).map(({ user, server }) => [JSON.stringify([user, server]), { user, server }]));
    // Each by themselves: a user whose token has ended does not hold up the others.
    for (const { user, server } of owners.values()) {
      const isTheirs = (record: { user: string; server: string }) => record.user === user && record.server === server;
      const waiting = await deliverAll(database, isTheirs, async (_, events) => {
        const sender = await database.get("senders", [user, server]);
        // Only a page can get a token.
        if (!sender) throw new PublishError("No token is known.", 401);
        await send(server, sender.headers, events, sendTimeout);
      });
      left += waiting.length;
    }
    if (left > 0) throw new Error(`${left} requests still wait.`);
  } finally {
    signals.changed();
    signals.close();
    database.close();
  }
}
