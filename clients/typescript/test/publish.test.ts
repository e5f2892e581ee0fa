import assert from "node:assert/strict";
import { test } from "node:test";
import { AccessDenied } from "../src/connection/endings.js";
import { PublishError, send, type Sealed } from "../src/publish/door.js";
import { beyondLimits } from "../src/offline/limits.js";
import { newId } from "../src/publish/ids.js";
import { Publisher } from "../src/publish/publisher.js";
import { VirtualClock } from "./support/virtual-clock.js";

const publisher = (clock: VirtualClock, send: (events: readonly Sealed[]) => Promise<void>) =>
  new Publisher({ send, clock, random: () => 0, patience: 30_000 });

test("an id is a UUID of version 7 and sorts by its time", () => {
  const ids = [1_000, 2_000, 3_000_000_000_000].map((time) => newId(time));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
});

test("a retry sends the same ids and times", async () => {
  const clock = new VirtualClock();
  const sent: string[] = [];
  const publishing = publisher(clock, async (events) => {
    sent.push(JSON.stringify(events));
    if (sent.length < 3) throw new PublishError("away", sent.length === 1 ? 0 : 503);
  }).publish([{ event_type: "t", data: 1 }, { event_type: "t", data: 2, id: "mine" }], null);
  await clock.pass(5_000);
  const { ids, queued } = await publishing;
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent).size, 1);
  assert.equal(ids[1], "mine");
  assert.equal(queued, false);
});

test("what is wrong is not sent again", async () => {
  let tries = 0;
  const refused = publisher(new VirtualClock(), () => Promise.reject((tries++, new PublishError("bad", 400)))).publish([{ event_type: "T", data: 1 }], null);
  await assert.rejects(refused, PublishError);
  assert.equal(tries, 1);
});

test("a token that does not come is waited for, one that is denied is not", async () => {
  const clock = new VirtualClock();
  let tries = 0;
  const publishing = publisher(clock, async () => {
    if (++tries < 3) throw new TypeError("fetch failed");
  }).publish([{ event_type: "t", data: 1 }], null);
  await clock.pass(5_000);
  await publishing;
  assert.equal(tries, 3);
  await assert.rejects(publisher(clock, () => Promise.reject(new AccessDenied("no"))).publish([{ event_type: "t", data: 1 }], null), AccessDenied);
});

test("what is no JSON is refused at once, and stands in nobody's way", async () => {
  const sending = send("http://platform", {}, [{ event_type: "t", data: 1n, id: "i", timestamp: "" }], 1_000);
  await assert.rejects(sending, (error) => error instanceof PublishError && !error.isPassing);
});

test("it waits as long as the platform asks, and fails when its patience is over", async () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const start = clock.now();
  const publishing = publisher(clock, () => {
    times.push(clock.now() - start);
    return Promise.reject(new PublishError("busy", 429, null, null, 7_000));
  }).publish([{ event_type: "t", data: 1 }], null);
  const failed = assert.rejects(publishing, (error) => error instanceof PublishError && error.status === 429);
  await clock.pass(60_000);
  await failed;
  assert.deepEqual(times, [0, 7_000, 14_000, 21_000, 28_000]);
});

test("what is kept is bounded by count and by age, the newest stay", () => {
  const all = [1, 2, 3, 4, 5].map((n) => ({ n, kept_at: n * 1_000 }));
  const gone = (count: number, age: number) => beyondLimits(all, { count, age }, 6_000).map(({ n }) => n).sort();
  assert.deepEqual(gone(3, 100_000), [1, 2]);
  assert.deepEqual(gone(100, 2_500), [1, 2, 3]);
});
