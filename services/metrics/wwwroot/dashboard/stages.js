import { milliseconds, whole } from "/assets/format.js";
import { element, row } from "./elements.js";

// A stage begins where the one that it comes after ended. Ingest's answer to the producer is not on the event's own way.
const ways = {
  ingest: { text: "request → confirmed by RabbitMQ" },
  lane: { text: "accepted → read by the publisher" },
  batch: { text: "read → stored and published", after: "lane" },
  backplane: { text: "stored → at the edge node", after: "batch" },
  outbox: { text: "at the edge node → written", after: "backplane" },
  client: { text: "written → the client's handler", after: "outbox" },
  written: { text: "accepted → written" },
  total: { text: "accepted → written" },
};

// The waterfall: p50 as a bar that begins where the stage does, and p95 as its shadow.
export function showStages(body, { by_stage: stages, total_measured_by: measuredBy }) {
  const begin = (stage) => {
    const before = ways[stage].after;
    return before ? begin(before) + (stages[before]?.p50_latency_ms ?? 0) : 0;
  };
  const known = Object.keys(ways).filter((stage) => stages[stage]);
  const longest = Math.max(...known.map((stage) => begin(stage) + stages[stage].p95_latency_ms), 0.001);
  body.replaceChildren(...known.map((stage) => {
    const text = stage === "total" && measuredBy === "clients" ? "accepted → the client's handler" : ways[stage].text;
    return stageRow(stage, text, stages[stage], begin(stage) / longest, longest);
  }));
}

function stageRow(stage, text, stats, begin, longest) {
  const track = element("span", [bar("reach", begin, stats.p95_latency_ms / longest), bar("typical", begin, stats.p50_latency_ms / longest)], "track");
  const made = row(
    stage,
    element("td", text, "way"), element("td", track, "fall"),
    element("td", milliseconds(stats.p50_latency_ms)), element("td", milliseconds(stats.p95_latency_ms)), element("td", milliseconds(stats.p99_latency_ms)),
    element("td", whole(stats.count), "events"));
  made.dataset.stage = stage;
  return made;
}

function bar(kind, begin, width) {
  const made = element("span", "", kind);
  made.style.left = `${100 * begin}%`;
  made.style.width = `${100 * width}%`;
  return made;
}

// Of a snapshot, in the form of the stats API.
export function ofSnapshot({ latency_by_stage: stages }) {
  const full = Object.entries(stages).map(([stage, { p50, p95, p99, count }]) =>
    [stage, { p50_latency_ms: p50, p95_latency_ms: p95, p99_latency_ms: p99, count }]);
  const by_stage = Object.fromEntries(full);
  if (by_stage.written) by_stage.total = by_stage.written;
  return { by_stage, total_measured_by: "services" };
}
