import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { act, createElement, StrictMode, type ReactElement } from "react";
import { create, type ReactTestRenderer } from "react-test-renderer";
import { PlatformProvider, useChannel, useConnection, useLatency } from "../src/react/index.js";
import type { Platform } from "../src/index.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

function Board({ channel = "topic:a", keep = 3 }: { channel?: string; keep?: number }) {
  const { events, last, state, error } = useChannel(channel, { keep });
  return createElement("p", null, `${state} ${events.map(({ data }) => data).join()} ${last?.data ?? "-"} ${error?.message ?? ""}`.trim());
}

const Connected = () => createElement("p", null, useConnection());

const within = (platform: Platform, ...children: ReactElement[]) =>
  createElement(StrictMode, null, createElement(PlatformProvider, { platform }, ...children));

/** Lets something happen, and all that React and the client do of it. */
const after = (what: () => unknown) => act(async () => {
  what();
  await settle();
});

async function begin(...children: ReactElement[]) {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const platform = clientOf(server);
  let root!: ReactTestRenderer;
  await after(() => (root = create(within(platform, ...children))));
  const texts = () => root.root.findAllByType("p").map(({ children: [text] }) => text);
  return { clock, server, platform, root, texts };
}

test("a component shows the newest events of its channel, each once in strict mode too", async () => {
  const { server, texts } = await begin(createElement(Board));
  assert.deepEqual(texts(), ["live  -"]);
  await after(() => [1, 2, 3, 4].forEach((data) => server.publish("topic:a", data)));
  assert.deepEqual(texts(), ["live 2,3,4 4"]);
});

test("components share a channel's subscription, and the last one that leaves ends it", async () => {
  const one = createElement(Board, { key: 1 });
  const other = createElement(Board, { key: 2 });
  const { server, platform, root, texts } = await begin(one, other);
  await after(() => server.publish("topic:a", 1));
  assert.deepEqual(texts(), ["live 1 1", "live 1 1"]);
  await after(() => root.update(within(platform, other)));
  await after(() => server.publish("topic:a", 2));
  assert.deepEqual(texts(), ["live 1,2 2"]);
  await after(() => root.update(within(platform)));
  assert.equal(server.current.channels.size, 0);
});

test("a channel to which the app itself listens goes on when the component leaves", async () => {
  const { server, platform, root } = await begin(createElement(Board));
  const got: unknown[] = [];
  platform.subscribe("topic:a").on("event", ({ data }) => got.push(data));
  await after(() => root.unmount());
  server.publish("topic:a", 1);
  assert.deepEqual(got, [1]);
});

test("a component that names another channel begins anew there", async () => {
  const { server, platform, root, texts } = await begin(createElement(Board));
  await after(() => server.publish("topic:a", 1));
  await after(() => root.update(within(platform, createElement(Board, { channel: "topic:b" }))));
  assert.deepEqual(texts(), ["live  -"]);
  assert.deepEqual([...server.current.channels], ["topic:b"]);
});

test("a component hears why its channel is refused", async () => {
  const { server, platform, root, texts } = await begin();
  server.answers["Subscribe"] = ([{ channel }]) => [{ channel, epoch: null, offsets: null, recovered: false, error: "forbidden" }];
  await after(() => root.update(within(platform, createElement(Board))));
  assert.deepEqual(texts(), ["refused  - The channel topic:a is refused: forbidden."]);
});

test("a component sees the connection come and go", async () => {
  const { clock, server, texts } = await begin(createElement(Connected));
  assert.deepEqual(texts(), ["connected"]);
  await after(() => server.current.end("lost"));
  assert.deepEqual(texts(), ["reconnecting"]);
  await act(() => clock.pass(250));
  assert.deepEqual(texts(), ["connected"]);
});

test("a component sees what was measured, a second later", async () => {
  mock.timers.enable({ apis: ["setInterval"] });
  try {
    const { server, texts } = await begin(createElement(() => createElement("p", null, useLatency().event.count)), createElement(Board));
    await after(() => server.publish("topic:a", 1));
    assert.equal(texts()[0], "0");
    await after(() => mock.timers.tick(1_000));
    assert.equal(texts()[0], "1");
  } finally {
    mock.timers.reset();
  }
});
