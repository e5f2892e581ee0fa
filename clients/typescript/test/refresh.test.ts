import assert from "node:assert/strict";
import { test } from "node:test";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

const day = 24 * 3_600_000;
const tokenOf = (claims: object) => `x.${btoa(JSON.stringify(claims))}.x`;

test("a token that lives long is not asked for before its end is near", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const delays: number[] = [];
  const after = clock.after.bind(clock);
  clock.after = (delay, action) => (delays.push(delay), after(delay, action));
  const iat = clock.now() / 1_000;
  const connect = server.connect;
  clientOf(server, { getToken: () => tokenOf({ iat, exp: iat + 40 * 86_400 }), makeHub: connect });
  await settle();
  assert.ok(Math.max(...delays) <= day, `${Math.max(...delays)}`);
  assert.equal(server.calls.filter(({ method }) => method === HubMethods.RefreshToken).length, 0);
});
