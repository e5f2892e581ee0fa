import { Access } from "/assets/access.js";
import { showState } from "/assets/connection-state.js";
import { EventStream } from "/assets/event-stream.js";
import { milliseconds, rate, whole } from "/assets/format.js";
import { obtain } from "/assets/token-form.js";
import { showAlerts } from "./alerts.js";
import { charts } from "./charts.js";
import { showSlowest, showVersions } from "./edges.js";
import { Panel } from "./panel.js";
import { before } from "./past.js";
import { ofSnapshot, showStages } from "./stages.js";
import { Snapshots } from "./snapshots.js";
import { Stats } from "./stats.js";
import { View } from "./view.js";

const channel = "topic:ops.metrics";
const type = "ops.metrics";
const silenceMs = 5_000;
// What a minute's snapshots take to come is nobody's silence.
const settledMs = 2_000;

const element = (id) => document.getElementById(id);
const access = new Access({ sub: "dashboard", role: "operator", channels: [channel], scope: "metrics:read" });
await obtain(access);

const view = new View(element("view"));
const snapshots = new Snapshots();
const stats = new Stats(access, view, drawSoon);
const panels = charts.map((chart) => new Panel(chart, { snapshots, stats, view }));
element("charts").append(...panels.map((panel) => panel.element));

// A snapshot a second. The last minute comes with the stream, as any resume does, and what was before it in one piece beside it.
const stream = new EventStream({ access, channel, back: { high: 60 } });
let heardAt = 0;
stream.addEventListener("event", ({ detail: { event } }) => {
  // Whoever may publish to the topic may put other events there.
  if (event.event_type !== type) return;
  if (snapshots.latest === null) addPast(event);
  snapshots.add(event);
  heardAt = performance.now();
  drawSoon();
});
showState(stream, { state: element("state"), roundTrip: element("round-trip") });
stream.open();
view.addEventListener("change", drawSoon);
setInterval(drawSoon, 1_000);

async function addPast(first) {
  try {
    snapshots.addPast((await before(first, access)).filter((event) => event.event_type === type));
    drawSoon();
  } catch {
    // The charts then begin a minute before the page was opened.
  }
}

// One drawing a frame, however many snapshots came with it.
let isDrawing = false;
function drawSoon() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    draw();
  });
}

function draw() {
  const now = stream.clock.now();
  const latest = snapshots.latest;
  panels.forEach((panel) => panel.draw(now));
  if (latest === null) return;
  element("delivered").textContent = rate(latest.throughput.messages_per_second);
  element("stored").textContent = rate(latest.throughput.events_per_second);
  element("waiting").textContent = whole(latest.throughput.queue_depth);
  element("dead-letters").textContent = whole(latest.throughput.dead_letters);
  element("connections").textContent = whole(latest.throughput.active_connections);
  showAlerts({ list: element("alerts"), quiet: element("quiet-alerts"), summary: element("alerts-state") }, latest.alerts);
  showVersions({ body: element("versions"), note: element("versions-note") }, latest.edges_by_version);
  showSlowest({ body: element("slowest"), note: element("slowest-note") }, latest.connection_health);
  drawLatency(latest);
  tellSilence(now - latest.at);
}

// The stats API knows windows and lanes. The first second, and a token without the scope, are served by the snapshot's own minute.
function drawLatency(latest) {
  const known = stats.latency ?? (stats.isRefused ? ofSnapshot(latest) : null);
  if (known === null) return;
  const total = known.by_stage?.total;
  element("p95").textContent = milliseconds(total?.p95_latency_ms);
  element("p50").textContent = milliseconds(total?.p50_latency_ms);
  element("measured-by").textContent = stats.isRefused
    ? "The last minute, all lanes: windows and lanes need a token with scope metrics:read"
    : known.total_measured_by === "clients" ? `The whole way as clients report it; clocks are known to ${milliseconds(known.client_reports.max_clock_error_ms)} ms`
      : "The whole way ends at the connection: too few clients report";
  showStages(element("stages"), known.by_stage ? known : { by_stage: {}, total_measured_by: "services" });
}

function tellSilence(age) {
  const text = age > silenceMs && performance.now() - heardAt > settledMs ? `No snapshot for ${Math.round(age / 5_000) * 5} s: what is shown is how it was then.` : "";
  if (element("silence").textContent !== text) element("silence").textContent = text;
}
