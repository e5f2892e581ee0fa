import { Access } from "../access.js";
import { showState } from "../connection-state.js";
import { EventStream } from "../event-stream.js";
import { lanes } from "../lanes.js";
import { offline, Platform } from "../sdk/platform.js";
import { obtain } from "../token-form.js";
import { Arrivals } from "./arrivals.js";
import { burst } from "./burst.js";
import { CutAndResume } from "./cut-and-resume.js";
import { Flood } from "./flood.js";
import { showFigures, showLatency } from "./latency-chart.js";
import { SwitchedNetwork } from "./network.js";
import { OfflinePart } from "./offline-part.js";
import { Recent } from "./recent.js";
import { Sender } from "./sender.js";
import { listenToKeys } from "./shortcuts.js";

const element = (id) => document.getElementById(id);
const name = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const access = new Access({ sub: `demo-${name}`, role: "demo", scope: "publish" });
await obtain(access);

// Each token opens its subject's own channel, so this page needs no further right.
const user = access.claims.sub;
const network = new SwitchedNetwork();
const stream = new EventStream({
  access,
  channel: `user:${user}`,
  options: {
    network,
    // What the page only plays, the browser does not know: it would send at once.
    offline: offline({ user, worker: "/platform-worker.js", backgroundSync: () => !network.isPlayed }),
  },
});
const sender = new Sender(stream.platform, user);
const recent = new Recent();
const arrivals = new Arrivals(element("arrivals"), element("empty"));
const cutAndResume = new CutAndResume(stream, sender, {
  cut: element("cut"), away: element("away"), verdict: element("verdict"), missed: element("missed"),
});

// Without the outbox, which sends one request after the other: what overtakes what is the platform's doing then.
const flooding = new Platform("", { getToken: () => access.token(), autoConnect: false });
const flood = new Flood(stream, new Sender(flooding, user), { button: element("flood"), result: element("flood-result") });
const offlinePart = new OfflinePart(stream.platform, network, {
  toggle: element("offline"), outbox: element("outbox"), insights: element("insights"),
});

stream.addEventListener("event", ({ detail: { event, at } }) => {
  if (cutAndResume.take(event) || offlinePart.take(event)) {
    arrivals.add(event, null);
    return;
  }

  const latency = Math.max(at - event.accepted_at, 0);
  recent.add({ at, value: latency, lane: event.priority });
  flood.arrived(event, latency);
  arrivals.add(event, latency);
});

async function send(chosen, type) {
  const sending = sender.send(chosen, type);
  cutAndResume.watch(sending);
  try {
    await sending;
    element("problem").textContent = "";
  } catch (error) {
    element("problem").textContent = `Not sent: ${error.message}`;
  }
}

for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => send(button.dataset.send === "burst" ? burst() : [button.dataset.send]));
}
element("away").addEventListener("click", () => send(lanes));
element("insight").addEventListener("click", () => send(["high"], "proactive_insight"));
listenToKeys();

element("channel").textContent = `user:${user}`;
element("curl").textContent = [
  `curl ${location.origin}/api/v1/events -H 'X-API-Key: dev-key' -H 'Content-Type: application/json' \\`,
  `  -d '{"event_type": "hello", "priority": "high", "user_id": "${user}", "data": {"text": "Hello"}}'`,
].join("\n");

showState(stream, { state: element("state"), roundTrip: element("round-trip") });
showLatency(element("chart"), recent, stream.clock);
showFigures({ p50: element("p50"), p95: element("p95"), p99: element("p99"), count: element("count") }, recent, stream.clock);
stream.open();
