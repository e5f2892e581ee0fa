import { milliseconds, whole } from "/assets/format.js";

const ways = {
  ingest: "request → confirmed by RabbitMQ",
  lane: "handed to the lane → read",
  batch: "read → stored and published",
  backplane: "stored → at the edge node",
  outbox: "at the edge node → written to the socket",
  client: "written → at the client's handler",
  total: "accepted → written to the socket",
};

// The table of stages, in the order of an event's road. The bar shows p95 beside that of the slowest stage.
export function showStages(body, stages) {
  const slowest = Math.max(...Object.values(stages).map(({ p95 }) => p95));
  const rows = Object.keys(ways).filter((stage) => stages[stage]).map((stage) => row(stage, stages[stage], slowest));
  body.replaceChildren(...rows);
}

function row(stage, { p50, p95, p99, count }, slowest) {
  const element = document.createElement("tr");
  element.dataset.stage = stage;
  const bar = document.createElement("span");
  bar.style.width = `${(100 * p95) / slowest}%`;
  element.append(
    cell("th", stage), cell("td", ways[stage], "way"), cell("td", milliseconds(p50)), cell("td", milliseconds(p95)), cell("td", milliseconds(p99)),
    cell("td", whole(count), "events"), cell("td", bar, "share"));
  element.firstChild.scope = "row";
  return element;
}

function cell(tag, content, name = "") {
  const element = document.createElement(tag);
  element.append(content);
  element.className = name;
  return element;
}
