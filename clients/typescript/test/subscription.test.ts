import assert from "node:assert/strict";
import { test } from "node:test";
import { SubscriptionRefused } from "../src/index.js";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

const begin = () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  return { clock, server, platform: clientOf(server) };
};

test("channels that are asked for in one moment go in one call", async () => {
  const { server, platform } = begin();
  await settle();
  for (let n = 0; n < 60; n++) platform.subscribe(`topic:${n}`);
  await settle();
  const sizes = server.calls.filter(({ method }) => method === HubMethods.Subscribe).map(({ parameters }) => (parameters[0] as unknown[]).length);
  assert.deepEqual(sizes, [50, 10]);
});

test("a channel has one subscription", () => {
  const { platform } = begin();
  assert.equal(platform.subscribe("topic:a"), platform.subscribe("topic:a"));
});

test("a loop gets each event, and ends when nobody listens any more", async () => {
  const { server, platform } = begin();
  const subscription = platform.subscribe("topic:a");
  const got: unknown[] = [];
  const loop = (async () => {
    for await (const event of subscription) got.push(event.data);
  })();
  await subscription.ready();
  for (let n = 0; n < 5; n++) server.publish("topic:a", n);
  await settle();
  server.publish("topic:a", 5);
  await settle();
  subscription.unsubscribe();
  await loop;
  assert.deepEqual(got, [0, 1, 2, 3, 4, 5]);
  assert.equal(server.current.channels.size, 0);
});

test("a loop that is too far behind ends with an error that says so", async () => {
  const { server, platform } = begin();
  const subscription = await platform.subscribe("topic:a", { buffer: 2 }).ready();
  const loop = subscription[Symbol.asyncIterator]();
  for (let n = 0; n < 3; n++) server.publish("topic:a", n);
  assert.equal((await loop.next()).value?.data, 0);
  assert.equal((await loop.next()).value?.data, 1);
  await assert.rejects(loop.next(), /behind by 2 events/);
});

test("listeners of a type get that type alone", async () => {
  const { server, platform } = begin();
  const subscription = await platform.subscribe<{ t: number; other: string }>("topic:a").ready();
  const got: number[] = [];
  subscription.when("t", (event) => got.push(event.data));
  subscription.when("other", () => got.push(-1));
  server.publish("topic:a", 7);
  assert.deepEqual(got, [7]);
});

test("a channel that is forbidden is refused, and may be tried again", async () => {
  const { server, platform } = begin();
  server.answers[HubMethods.Subscribe] = ([{ channel }]) => [{ channel, epoch: null, offsets: null, recovered: false, error: "forbidden" }];
  const subscription = platform.subscribe("topic:a");
  await assert.rejects(subscription.ready(), (error) => error instanceof SubscriptionRefused && error.reason === "forbidden");
  delete server.answers[HubMethods.Subscribe];
  await platform.subscribe("topic:a").ready();
});

test("history that is away is asked again", async () => {
  const { clock, server, platform } = begin();
  server.answers[HubMethods.Subscribe] = ([{ channel }]) => [{ channel, epoch: null, offsets: null, recovered: false, error: "unavailable" }];
  const subscription = platform.subscribe("topic:a");
  await clock.pass(900);
  delete server.answers[HubMethods.Subscribe];
  await clock.pass(100);
  assert.equal(subscription.state, "live");
});

test("a channel that a newer token does not name is refused", async () => {
  const { server, platform } = begin();
  const subscription = await platform.subscribe("topic:a").ready();
  server.answers[HubMethods.RefreshToken] = () => ({ expires_at: 0, ended: ["topic:a"] });
  await platform.refreshToken();
  assert.equal(subscription.state, "refused");
});
