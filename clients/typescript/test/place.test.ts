import assert from "node:assert/strict";
import { test } from "node:test";
import type { Gap, Lane, Place } from "../src/index.js";
import { Position } from "../src/place/position.js";
import { SessionPositions } from "../src/place/store.js";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

const channel = "topic:x";

async function begin(options: Parameters<typeof clientOf>[1] = {}, subscribe: Parameters<ReturnType<typeof clientOf>["subscribe"]>[1] = {}) {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const platform = clientOf(server, options);
  const subscription = platform.subscribe(channel, subscribe);
  const got: unknown[] = [];
  const gaps: Gap[] = [];
  subscription.on("event", (event) => got.push(event.data));
  subscription.on("gap", (gap) => gaps.push(gap));
  await settle();
  return { clock, server, platform, subscription, got, gaps };
}

test("a position takes the next, drops the seen and sees a hole, lane by lane", () => {
  const position = new Position({ epoch: "E", offsets: { high: 4 } });
  const judge = (priority: Lane, offset: number) => position.judge({ priority, offset });
  assert.deepEqual([judge("high", 5), judge("high", 4), judge("high", 6), judge("normal", 1)], ["next", "seen", "hole", "next"]);
});

test("what was missed comes first, then what is live, each once", async () => {
  const { clock, server, got, gaps, platform } = await begin();
  server.publish(channel, 1);
  server.current.end("lost");
  server.publish(channel, 2);
  server.publish(channel, 3, "critical");
  await clock.pass(250);
  server.publish(channel, 4);
  assert.deepEqual([...got].sort(), [1, 2, 3, 4]);
  assert.deepEqual(gaps, []);
  assert.equal(platform.stats().holes, 0);
});

test("what the server repeats is dropped", async () => {
  const { server, got, platform } = await begin();
  const event = server.publish(channel, 1);
  server.current.send([event, event]);
  assert.deepEqual(got, [1]);
  assert.equal(platform.stats().duplicates, 2);
});

test("a hole is filled before what comes after it", async () => {
  const { server, got, gaps, platform } = await begin();
  server.publish(channel, 1);
  server.current.channels.delete(channel);
  server.publish(channel, 2);
  server.current.channels.add(channel);
  server.publish(channel, 3);
  server.publish(channel, 4);
  await settle();
  server.publish(channel, 5);
  assert.deepEqual(got, [1, 2, 3, 4, 5]);
  assert.equal(platform.stats().holes, 1);
  assert.deepEqual(gaps, []);
});

test("events of the old stream that come while a hole is being filled neither disorder nor double anything", async () => {
  const { server, got } = await begin();
  server.publish(channel, 1);
  const events = [2, 3, 4].map((data) => {
    server.current.channels.delete(channel);
    return server.publish(channel, data);
  });
  server.current.channels.add(channel);
  server.current.send([events[1]!]);
  server.current.send([events[2]!]);
  await settle();
  server.current.send([events[2]!]);
  server.publish(channel, 5);
  await settle();
  assert.deepEqual(got, [1, 2, 3, 4, 5]);
});

test("a hole that shows while the stream is taken up is looked for again", async () => {
  const { clock, server, got } = await begin();
  server.publish(channel, 1);
  const lost = server.publish.bind(server);
  server.current.end("lost");
  lost(channel, 2);
  const last = lost(channel, 3);
  const answer = server.answer.bind(server);
  // The new stream begins with a hole: only the newest of what was missed comes.
  server.answer = (connection, request) => {
    server.answer = answer;
    return [answer(connection, request)[0], [last]];
  };
  await clock.pass(250);
  assert.deepEqual(got, [1]);
  await clock.pass(2_000);
  assert.deepEqual(got, [1, 2, 3]);
});

test("what history no longer has is told as a gap, before the events that follow", async () => {
  const { clock, server, subscription, got, gaps } = await begin();
  server.publish(channel, 1);
  server.current.end("lost");
  for (let data = 2; data <= 6; data++) server.publish(channel, data);
  server.firstKept.set(`${channel} normal`, 5);
  const told: string[] = [];
  subscription.on("gap", () => told.push("gap"));
  subscription.on("subscribed", ({ recovered }) => told.push(`subscribed ${recovered}`));
  await clock.pass(250);
  server.publish(channel, 7);
  assert.deepEqual(told, ["gap", "subscribed false"]);
  assert.deepEqual(gaps, [{ channel, priority: "normal", from: 2, to: 6, epoch: "E1" }]);
  assert.deepEqual(got, [1, 7]);
});

test("a gap that the server tells moves the position, and is told once", async () => {
  const { server, got, gaps } = await begin();
  server.publish(channel, 1);
  server.current.channels.delete(channel);
  for (let data = 2; data <= 4; data++) server.publish(channel, data);
  server.current.channels.add(channel);
  const gap = { channel, priority: "normal", from: 2, to: 4, epoch: "E1" };
  server.current.tell(HubMethods.Gap, gap);
  server.current.tell(HubMethods.Gap, gap);
  server.publish(channel, 5);
  assert.deepEqual(got, [1, 5]);
  assert.deepEqual(gaps, [gap]);
});

test("a gap that begins later than the next event has a hole before it, which is filled first", async () => {
  const { server, got, gaps } = await begin();
  server.publish(channel, 1);
  server.current.channels.delete(channel);
  for (let data = 2; data <= 5; data++) server.publish(channel, data);
  server.current.channels.add(channel);
  server.current.tell(HubMethods.Gap, { channel, priority: "normal", from: 4, to: 5, epoch: "E1" });
  await settle();
  assert.deepEqual(got, [1, 2, 3, 4, 5]);
  assert.deepEqual(gaps, []);
});

test("a new epoch that an answer told already does not move the stream", async () => {
  const { server, got, subscription } = await begin();
  server.publish(channel, 1);
  server.current.tell(HubMethods.Position, { channel, epoch: "E1", offsets: { normal: 3 } });
  server.publish(channel, 2);
  assert.deepEqual(got, [1, 2]);
  assert.equal(subscription.place?.offsets.normal, 2);
});

test("a new epoch while connected starts where the server says", async () => {
  const { server, got, gaps, subscription } = await begin();
  server.publish(channel, 1);
  server.publish(channel, "kept", "high");
  server.history.set(channel, server.history.get(channel)!.filter(({ priority }) => priority === "high"));
  server.epoch = "E2";
  server.current.tell(HubMethods.Position, { channel, epoch: "E2", offsets: { high: 1 } });
  server.publish(channel, "new");
  assert.deepEqual(got, [1, "kept", "new"]);
  assert.equal(subscription.place?.epoch, "E2");
  assert.deepEqual(gaps, [{ channel, priority: "normal", from: null, to: 0, epoch: "E2" }], "of the lane that it forgot, what else is gone is not known");
});

test("history that was lost while away is a gap of unknown length", async () => {
  const { clock, server, gaps, got } = await begin();
  server.publish(channel, 1);
  server.current.end("lost");
  server.history.clear();
  server.epoch = "E2";
  server.publish(channel, "unseen");
  await clock.pass(250);
  server.publish(channel, "new");
  assert.deepEqual(gaps, [{ channel, priority: "normal", from: null, to: 1, epoch: "E2" }]);
  assert.deepEqual(got, [1, "new"]);
});

test("past events come first where they are wanted, and that history is shorter is no gap", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  for (let data = 1; data <= 5; data++) server.publish(channel, data);
  const got = async (past: number) => {
    const subscription = clientOf(server).subscribe(channel, { past });
    const all: unknown[] = [];
    subscription.on("event", (event) => all.push(event.data));
    subscription.on("gap", () => all.push("gap"));
    await settle();
    return all;
  };
  assert.deepEqual(await got(2), [4, 5]);
  assert.deepEqual(await got(100), [1, 2, 3, 4, 5]);
  server.firstKept.set(`${channel} normal`, 4);
  assert.deepEqual(await got(5), []);
});

test("a kept position is gone on from in another life of the program", async () => {
  const kept = new Map<string, Place>();
  const store = { load: (name: string) => kept.get(name) ?? null, save: (name: string, place: Place) => void kept.set(name, place), forget: () => {} };
  const { server, platform, got } = await begin({ positions: store });
  server.publish(channel, 1);
  platform.close();
  server.publish(channel, 2);
  const again = clientOf(server, { positions: store }).subscribe(channel);
  const later: unknown[] = [];
  again.on("event", (event) => later.push(event.data));
  await settle();
  assert.deepEqual([got, later], [[1], [2]]);
});

test("session storage is written five times a second at most", async () => {
  const written: string[] = [];
  const storage = { getItem: () => null, setItem: (_: string, value: string) => written.push(value), removeItem() {} } as unknown as Storage;
  const clock = new VirtualClock();
  const store = new SessionPositions("s", clock, storage);
  for (let offset = 1; offset <= 100; offset++) store.save(channel, { epoch: "E", offsets: { normal: offset } });
  assert.equal(written.length, 0);
  await clock.pass(200);
  assert.deepEqual(written, ['{"epoch":"E","offsets":{"normal":100}}']);
});

test("where session storage is forbidden, the next life starts now", async () => {
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: () => { throw new Error("SecurityError"); } });
  const clock = new VirtualClock();
  const store = new SessionPositions("s", clock);
  store.save(channel, { epoch: "E", offsets: {} });
  await clock.pass(200);
  assert.equal(store.load(channel), null);
  store.forget(channel);
});

test("events are without the node's own time", async () => {
  const { server, subscription } = await begin();
  const keys: string[][] = [];
  subscription.on("event", (event) => keys.push(Object.keys(event)));
  server.publish(channel, 1);
  assert.equal(keys[0]!.includes("_server_timestamp"), false);
  assert.equal(keys[0]!.includes("accepted_at"), true);
});
