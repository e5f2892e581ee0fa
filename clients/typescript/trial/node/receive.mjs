// With PLATFORM_URL, an event makes its way; without, what the package exports is looked at.
import assert from "node:assert/strict";
import { Platform } from "@platform/client";

const url = process.env.PLATFORM_URL;
const getToken = async () => {
  const answer = await fetch(`${url}/dev/token`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sub: "trial", scope: "publish" }),
  });
  return (await answer.json()).token;
};
const platform = new Platform(url ?? "http://127.0.0.1:9", { getToken, autoConnect: url !== undefined });
const subscription = platform.subscribe("user:trial");
if (url) {
  await subscription.ready();
  // The loop begins here: an event that is there before its publisher's answer is not missed.
  const events = subscription[Symbol.asyncIterator]();
  const { ids } = await platform.publish({ event_type: "trial", user_id: "trial", data: 1 });
  for await (const event of events) {
    assert.equal(event.id, ids[0]);
    break;
  }
}
platform.close();
