import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectionState } from "../src/index.js";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server, SwitchedNetwork } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

function begin(options: Parameters<typeof clientOf>[1] = {}, clock = new VirtualClock()) {
  const server = new Server(clock);
  const network = new SwitchedNetwork();
  const states: ConnectionState[] = [];
  const platform = clientOf(server, { network, autoConnect: false, ...options });
  platform.on("state", ({ state }) => states.push(state));
  return { clock, server, network, states, platform };
}

test("it goes on trying with longer and longer waits, and counts anew after a good connection", async () => {
  const { clock, server, states, platform } = begin();
  server.attempts.push("refuse", "refuse", "refuse");
  platform.connect();
  await clock.pass(249);
  assert.equal(server.connections.length, 1);
  await clock.pass(1);
  assert.equal(server.connections.length, 2, "after 250 ms");
  await clock.pass(1_499);
  assert.equal(server.connections.length, 2);
  await clock.pass(1);
  assert.equal(server.connections.length, 3, "after 1 s and half a second of chance");
  await clock.pass(2_000);
  assert.equal(server.connections.length, 4, "after 1.5 s and half a second of chance");
  assert.deepEqual(states, ["connecting", "connected"]);

  await clock.pass(6_000);
  server.current.end("lost");
  assert.equal(platform.state, "reconnecting");
  await clock.pass(250);
  assert.equal(platform.state, "connected");
});

test("a connection that ends at once does not reset the waits", async () => {
  const { clock, server, platform } = begin();
  platform.connect();
  await settle();
  for (const wait of [250, 1_500, 2_000, 2_750]) {
    const before = server.connections.length;
    server.current.end("lost");
    await clock.pass(wait - 1);
    assert.equal(server.connections.length, before);
    await clock.pass(1);
    assert.equal(server.connections.length, before + 1);
  }
});

test("an attempt that hangs is given up after 2 s, the next after 2.4 s", async () => {
  const { clock, server, platform } = begin();
  server.attempts.push("hang", "hang");
  platform.connect();
  await clock.pass(2_000 + 250);
  assert.equal(server.connections.length, 2);
  await clock.pass(2_400 + 1_500);
  assert.equal(platform.state, "connected");
});

test("without a network it waits for one, and takes it up at once", async () => {
  const { clock, server, network, states, platform } = begin();
  platform.connect();
  await settle();
  network.turn({ online: false });
  assert.equal(platform.state, "offline");
  await clock.pass(29_000);
  assert.equal(server.connections.length, 1);
  network.turn({ online: true });
  await settle();
  assert.deepEqual(states, ["connecting", "connected", "offline", "reconnecting", "connected"]);
});

test("a browser that wrongly says offline is not believed forever", async () => {
  const { clock, network, platform } = begin();
  network.turn({ online: false });
  platform.connect();
  assert.equal(platform.state, "offline");
  await clock.pass(30_000);
  assert.equal(platform.state, "connected");
});

test("a page that is looked at again tries at once", async () => {
  const { clock, server, network, platform } = begin();
  server.attempts.push(...Array<"refuse">(12).fill("refuse"));
  platform.connect();
  network.turn({ visible: false });
  await clock.pass(100_000);
  const tries = server.connections.length;
  network.turn({ visible: true });
  await settle();
  assert.equal(server.connections.length, tries + 1);
});

test("a node that drains is left when it says, without a further wait", async () => {
  const { clock, server, platform } = begin();
  platform.connect();
  await settle();
  server.current.tell(HubMethods.Draining, { reconnect_after_ms: 700 });
  await clock.pass(699);
  assert.equal(server.connections.length, 1);
  await clock.pass(1);
  assert.equal(server.connections.length, 2);
  assert.equal(server.connections[0]!.isOpen, false);
  assert.equal(platform.state, "connected");
});

test("leaving a drained node after a good life counts anew too", async () => {
  const { clock, server, platform } = begin();
  server.attempts.push("refuse", "refuse", "refuse");
  platform.connect();
  await clock.pass(250 + 1_500 + 2_000 + 6_000);
  server.attempts.push("refuse");
  server.current.tell(HubMethods.Draining, { reconnect_after_ms: 0 });
  await clock.pass(250);
  assert.equal(platform.state, "connected", "the first failure since is waited for as the first");
});

test("connections that come and go leave nobody behind who listens to the network", async () => {
  const { clock, server, network, platform } = begin();
  platform.connect();
  await settle();
  const before = network.watchers;
  for (let n = 0; n < 10; n++) {
    server.current.end("lost");
    await clock.pass(30_000);
  }
  assert.equal(network.watchers, before);
  platform.close();
  assert.equal(network.watchers, 0);
});

test("what another attempt does not mend ends it", async () => {
  for (const reason of ["token_revoked", "too_many_calls"]) {
    const { clock, server, platform } = begin();
    platform.connect();
    await settle();
    server.current.end(`Server returned an error on close: ${reason}`);
    await clock.pass(100_000);
    assert.equal(platform.state, "closed");
    assert.equal(server.connections.length, 1);
  }
});

test("an ended token is an ordinary loss", async () => {
  const { clock, server, platform } = begin();
  platform.connect();
  await settle();
  server.current.end("Server returned an error on close: token_expired");
  await clock.pass(250);
  assert.equal(platform.state, "connected");
});

test("access that is denied is not asked for again", async () => {
  const { clock, server, platform } = begin();
  server.attempts.push("deny");
  platform.connect();
  await clock.pass(100_000);
  assert.equal(platform.state, "closed");
  assert.equal(server.connections.length, 1);
});

test("a newer token is given to the open connection a minute before the old one ends", async () => {
  const clock = new VirtualClock();
  const given: string[] = [];
  const getToken = () => given[given.push(jwt({ iat: clock.now() / 1_000, exp: clock.now() / 1_000 + 3_600 })) - 1]!;
  const { server, platform } = begin({ getToken }, clock);
  server.answers[HubMethods.RefreshToken] = () => ({ expires_at: 0, ended: [] });
  platform.connect();
  await settle();
  // The connection's first one: these connections ask for none by themselves.
  await platform.refreshToken();
  await clock.pass(3_539_000);
  assert.equal(given.length, 1);
  await clock.pass(1_000);
  const told = server.calls.filter(({ method }) => method === HubMethods.RefreshToken).map(({ parameters: [token] }) => token);
  assert.deepEqual(told, given);
  assert.equal(told.length, 2);
  assert.equal(server.connections.length, 1);
});

test("a connection that does not answer a ping is given up", async () => {
  const { clock, server, platform } = begin();
  platform.connect();
  await clock.pass(3_000);
  server.answers[HubMethods.Ping] = () => new Promise(() => {});
  await clock.pass(15_000 + 10_000 + 250);
  assert.equal(server.connections.length, 2);
});
