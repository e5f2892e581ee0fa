import { Access } from "/assets/access.js";
import { showState } from "/assets/connection-state.js";
import { EventStream } from "/assets/event-stream.js";
import { milliseconds, rate, whole } from "/assets/format.js";
import { obtain } from "/assets/token-form.js";
import { charts } from "./charts.js";
import { Panel } from "./panel.js";
import { showStages } from "./stages.js";
import { Snapshots, span } from "./snapshots.js";

const channel = "topic:ops.metrics";
const silenceMs = 5_000;

const element = (id) => document.getElementById(id);
const access = new Access({ sub: "dashboard", role: "operator", channels: [channel] });
await obtain(access);

const snapshots = new Snapshots();
const panels = charts.map((chart) => new Panel(chart, snapshots));
element("charts").append(...panels.map((panel) => panel.element));

// A snapshot a second: the past ten minutes come from the channel's history, as any resume does.
const stream = new EventStream({ access, channel, back: { high: span / 1_000 } });
stream.addEventListener("event", ({ detail: { event } }) => {
  snapshots.add(event);
  drawSoon();
});
showState(stream, { state: element("state"), roundTrip: element("round-trip") });
stream.open();
setInterval(drawSoon, 1_000);

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
  element("p95").textContent = milliseconds(latest.latency_by_stage.total?.p95);
  showStages(element("stages"), latest.latency_by_stage);
  tellSilence(now - latest.at);
}

function tellSilence(age) {
  const text = age > silenceMs ? `No snapshot for ${Math.round(age / 5_000) * 5} s: what is shown is how it was then.` : "";
  if (element("silence").textContent !== text) element("silence").textContent = text;
}
