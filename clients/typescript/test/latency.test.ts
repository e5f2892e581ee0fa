import assert from "node:assert/strict";
import { test } from "node:test";
import type { Degraded, SlowEvent } from "../src/index.js";
import { Samples } from "../src/latency/samples.js";
import { ServerClock } from "../src/latency/server-clock.js";
import type { LatencyReport } from "../src/protocol/messages.js";
import { HubMethods } from "../src/protocol/names.js";
import { clientOf, Server } from "./support/server.js";
import { settle, VirtualClock } from "./support/virtual-clock.js";

test("the newest hundred samples count, and percentiles are values that were measured", () => {
  const samples = new Samples();
  for (let value = 1; value <= 150; value++) samples.add(value);
  assert.deepEqual(samples.summarize(), { count: 100, min: 51, avg: 100.5, max: 150, p50: 100, p95: 145, p99: 149 });
  assert.equal(new Samples().summarize().p95, null);
});

test("the clock's offset is that of the quickest ping, as far as it is proven", async () => {
  const clock = new VirtualClock();
  const server = new ServerClock(clock);
  const ping = async (roundTrip: number, ahead: number) => {
    const sent = clock.now();
    await clock.pass(roundTrip);
    server.answered(sent, sent + roundTrip / 2 + ahead);
  };
  await ping(10, 3);
  assert.equal(server.offset, 0, "3 ms may as well be an uneven way of 10 ms");
  assert.equal(server.uncertainty, 8);
  await ping(40, 500);
  assert.equal(server.offset, 0);
  await ping(8, 480);
  assert.equal(server.offset, 480);
  assert.equal(server.uncertainty, 4);
});

test("slow round trips are a warning above 50 ms and critical above 100 ms", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  let roundTrip = 0;
  server.answers[HubMethods.Ping] = async () => {
    const sent = clock.now();
    await new Promise<void>((done) => clock.after(roundTrip, done));
    return { server_time: sent + roundTrip / 2 };
  };
  const platform = clientOf(server);
  const told: Degraded[] = [];
  platform.on("connection_degraded", (degraded) => told.push(degraded));
  await clock.pass(10);
  roundTrip = 60;
  await clock.pass(1_100);
  roundTrip = 130;
  await clock.pass(2_200);
  roundTrip = 5;
  await clock.pass(16_000);
  assert.deepEqual(told, [{ severity: "warning", latency: 60 }, { severity: "critical", latency: 130 }]);
  assert.equal(platform.stats().round_trip.count, 4);
});

test("an event is measured from its acceptance; one that was missed is not", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const platform = clientOf(server);
  const slow: SlowEvent[] = [];
  platform.on("slow_event", (event) => slow.push(event));
  await platform.subscribe("topic:a").ready();
  await clock.pass(100);
  const event = { ...server.publish("topic:a", 1), offset: 2, accepted_at: clock.now() - 25 };
  server.current.send([event]);
  server.current.end("lost");
  server.history.get("topic:a")!.push(event);
  server.publish("topic:a", 3);
  await clock.pass(250);
  const { event: summary, events } = { ...platform.stats() };
  assert.equal(events, 3);
  assert.deepEqual([summary.count, summary.min, summary.max], [2, 0, 25]);
  assert.equal(slow.length, 1);
});

test("what was measured is reported after ten seconds, as counts of rounded times, and then when the node says", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const reports: LatencyReport[] = [];
  server.answers[HubMethods.ReportLatency] = (report: LatencyReport) => (reports.push(report), { taken: true, report_after_ms: 60_000 });
  const platform = clientOf(server, { reportLatency: true });
  await platform.subscribe("topic:a").ready();
  server.publish("topic:a", 1);
  server.publish("topic:a", 2);
  await clock.pass(10_000);
  assert.deepEqual(reports, [{ clock_error_ms: 0, histograms: [
    { stage: "total", priority: "normal", event_type: "t", values: [[0, 2]] },
    { stage: "client", priority: "normal", event_type: "t", values: [[0, 2]] },
  ] }]);
  await clock.pass(60_000);
  assert.equal(reports.length, 1, "nothing happened, nothing is reported");
  server.publish("topic:a", 3);
  await settle();
  await clock.pass(60_000);
  assert.equal(reports.length, 2);
});

test("what came over an earlier connection is not reported over the next one", async () => {
  const clock = new VirtualClock();
  const server = new Server(clock);
  const reports: LatencyReport[] = [];
  server.answers[HubMethods.ReportLatency] = (report: LatencyReport) => (reports.push(report), { taken: true, report_after_ms: 60_000 });
  const platform = clientOf(server, { reportLatency: true });
  await platform.subscribe("topic:a").ready();
  server.publish("topic:a", 1);
  server.publish("topic:a", 2);
  await clock.pass(100);
  server.current.end("lost");
  await clock.pass(250);
  server.publish("topic:a", 3);
  await clock.pass(20_000);
  assert.deepEqual(reports.map(({ histograms }) => histograms.map(({ stage, values }) => [stage, values])), [[["total", [[0, 1]]], ["client", [[0, 1]]]]]);
});
