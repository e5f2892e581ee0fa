import assert from "node:assert/strict";
import { test } from "node:test";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

const minute = 60_000;
const day = 24 * 3_600_000;
const tokenOf = (claims: object) => `x.${btoa(JSON.stringify(claims))}.x`;

test("a token that lives long is not asked for before its end is near", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const delays: number[] = [];
  const after = clock.after.bind(clock);
  clock.after = (delay, action) => (delays.push(delay), after(delay, action));
  const iat = clock.now() / 1_000;
  server.answers[HubMethods.RefreshToken] = () => ({ expires_at: 0, ended: [] });
  const platform = clientOf(server, { getToken: () => tokenOf({ iat, exp: iat + 40 * 86_400 }) });
  await settle();
  await platform.refreshToken();
  assert.equal(Math.max(...delays), day);
  await clock.pass(day + minute);
  assert.equal(server.calls.filter(({ method }) => method === HubMethods.RefreshToken).length, 1);
});

test("a newer token that publishing asked for does not keep the connection from getting one", async (context) => {
  context.mock.method(globalThis, "fetch", async () => new Response(null, { status: 202 }));
  const clock = new VirtualClock();
  const server = new Server(clock);
  let isAway = false;
  const platform = clientOf(server, {
    getToken: () => {
      if (isAway) throw new Error("away");
      return tokenOf({ iat: clock.now() / 1_000, exp: clock.now() / 1_000 + 600 });
    },
  });
  const refreshed = () => server.calls.filter(({ method }) => method === HubMethods.RefreshToken).length;
  server.answers[HubMethods.RefreshToken] = () => ({ expires_at: 0, ended: [] });
  await settle();
  await platform.refreshToken();
  isAway = true;
  await clock.pass(9 * minute + 1_000);
  assert.equal(refreshed(), 1, "there was none");
  isAway = false;
  await platform.publish({ event_type: "t", data: 1 });
  await clock.pass(5_000);
  assert.equal(refreshed(), 2);
});
