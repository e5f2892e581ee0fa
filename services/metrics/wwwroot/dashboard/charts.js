import { linear, logarithmic } from "/assets/chart/scales.js";
import { rate, tick, whole, withUnit } from "/assets/format.js";
import { colourOf, lanes } from "/assets/lanes.js";

// What the dashboard draws. Each series: its name, its colour, how to read it from a snapshot, and how it looks.

const counts = { scale: (largest) => linear(largest), format: whole };
const percentile = (lane, name, look) => (
  { name, colour: colourOf(lane), read: (snapshot) => snapshot.latency_by_lane[lane]?.[name], show: withUnit, ...look });

const latency = (lane) => ({
  id: `latency-${lane}`,
  lane,
  title: `Latency, ${lane}`,
  scale: (largest) => logarithmic(largest),
  format: tick,
  target: { value: 10 },
  series: () => [
    percentile(lane, "p50", { width: 2 }),
    percentile(lane, "p95", { width: 1.25, alpha: 0.8, isFilled: true }),
    percentile(lane, "p99", { width: 1, alpha: 0.7, dash: [2, 2] }),
  ],
});

const throughput = {
  id: "throughput",
  title: "Events a second",
  ...counts,
  format: rate,
  series: () => [
    { name: "delivered", colour: "--series-1", read: (snapshot) => snapshot.throughput.messages_per_second, show: rate, width: 2, isFilled: true },
    { name: "stored", colour: "--series-2", read: (snapshot) => snapshot.throughput.events_per_second, show: rate },
    { name: "HTTP", colour: "--series-3", read: (snapshot) => snapshot.throughput.accepted_per_second, show: rate, dash: [4, 3] },
  ],
};

const depth = {
  id: "depth",
  title: "Waiting in the lanes",
  ...counts,
  series: () => lanes.toReversed().map((lane) => (
    { name: lane, colour: colourOf(lane), read: (snapshot) => snapshot.throughput.queue_depth_by_lane?.[lane], show: whole, isFilled: true })),
};

// Nodes come and go; each keeps its colour by its place among those that are there.
const connections = {
  id: "nodes",
  title: "Connections by node",
  ...counts,
  series: (latest) => Object.keys(latest?.throughput.connections_by_node ?? {}).map((node, index) => (
    { name: node, colour: `--series-${(index % 6) + 1}`, read: (snapshot) => snapshot.throughput.connections_by_node[node], show: whole })),
};

const roles = {
  id: "roles",
  title: "Connections by role",
  ...counts,
  series: (latest) => Object.keys(latest?.throughput.connection_distribution ?? {}).map((role, index) => (
    { name: role || "none", colour: `--series-${(index % 6) + 1}`, read: (snapshot) => snapshot.throughput.connection_distribution[role], show: whole })),
};

const dead = {
  id: "dead",
  title: "Dead letters, slow connections",
  ...counts,
  series: () => [
    { name: "dead letters", colour: "--critical", read: (snapshot) => snapshot.throughput.dead_letters, show: whole, isFilled: true },
    { name: "slow", colour: "--series-4", read: ({ connection_health: health }) => health.degraded + health.critical, show: whole },
  ],
};

export const charts = [...lanes.map(latency), throughput, depth, connections, roles, dead];
