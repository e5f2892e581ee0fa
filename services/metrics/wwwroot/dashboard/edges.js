import { milliseconds, plural, rate, whole } from "/assets/format.js";
import { element, row } from "./elements.js";

// Versions side by side: a canary beside what it is to replace.
export function showVersions({ body, note }, versions) {
  const all = Object.entries(versions);
  body.replaceChildren(...all.map(([version, load]) => row(
    version || "unnamed",
    ...[whole(load.nodes), whole(load.connections), rate(load.messages_per_second), milliseconds(load.written?.p50), milliseconds(load.written?.p95),
      milliseconds(load.written?.p99), milliseconds(load.outbox?.p95), whole(load.slow_connections)].map((text) => element("td", text)))));
  note.textContent = all.length > 1 ? "Canary and stable side by side; the last minute" : "One version runs; a canary would stand beside it";
}

// The connections that take longest.
export function showSlowest({ body, note }, health) {
  note.textContent = health.slowest.length === 0
    ? `None of ${plural(health.healthy, "connection")} is slow`
    : `${plural(health.degraded + health.critical, "connection")} above 10 ms, ${whole(health.critical)} of them above 100 ms`;
  body.parentElement.hidden = health.slowest.length === 0;
  body.replaceChildren(...health.slowest.map((slow) => row(
    slow.connection, element("td", slow.node), element("td", slow.role || "none"), element("td", milliseconds(slow.send_ms)))));
}
