import { lanes } from "../protocol/lanes.js";
import { PublishError, type Sealed } from "../publish/door.js";
import type { Database, OutboxRecord } from "./database.js";

/** What sends events that wait: once, with the right of their user. */
export type SendWaiting = (record: OutboxRecord, events: readonly Sealed[]) => Promise<void>;

const lock = "platform-outbox";

/**
 * Sends what waits, the most urgent first, until nothing does or the way is closed. One page or worker does it at a time; where the
 * browser has no locks, two may send the same, and the platform drops the second by its ids. Resolves with what still waits.
 */
export async function deliverAll(database: Database, isOurs: (record: OutboxRecord) => boolean, send: SendWaiting): Promise<OutboxRecord[]> {
  const deliver = async () => {
    for (;;) {
      // Looked at anew each time: something more urgent may have come.
      const waiting = (await database.all("outbox")).filter((record) => record.refused === null && isOurs(record));
      const [next] = waiting.sort(byUrgency);
      if (!next || !(await deliverOne(database, next, send))) return waiting;
    }
  };
  return navigator.locks ? await navigator.locks.request(lock, deliver) : deliver();
}

/** Critical events before high before normal ones, and of a lane in their order. */
export const byUrgency = (one: OutboxRecord, other: OutboxRecord): number => urgency(one) - urgency(other) || one.key! - other.key!;

// Of one request, the most urgent lane of its events.
const urgency = ({ events }: OutboxRecord) => Math.min(...events.map(({ priority = "normal" }) => lanes.indexOf(priority)));

// Whether the next one may be tried.
async function deliverOne(database: Database, record: OutboxRecord, send: SendWaiting): Promise<boolean> {
  try {
    await send(record, record.events);
    await database.delete("outbox", [record.key!]);
    return true;
  } catch (error) {
    if (!(error instanceof PublishError) || error.isPassing || error.status === 401) {
      if (record.tried_at === null) await database.change("outbox", record.key!, { tried_at: Date.now() });
      return false;
    }
    // Kept, so that the app can show it; the others go on.
    await database.change("outbox", record.key!, { refused: error.message });
    return true;
  }
}
