import { TimeChart } from "../chart/time-chart.js";
import { logarithmic } from "../chart/scales.js";
import { tick, withUnit } from "../format.js";
import { colourOf, lanes } from "../lanes.js";
import { span } from "./recent.js";

// A pixel or so a frame.
const frameMs = 100;
const stillMs = 1_000;

// Draws each event of the last minute, moving as time does; who wants less motion gets a picture a second.
export function showLatency(canvas, recent, clock) {
  const chart = new TimeChart(canvas, {
    span,
    scale: (largest) => logarithmic(largest),
    format: tick,
    target: { value: 10 },
    times: [{ share: 0, text: "1 min ago" }, { share: 0.5, text: "30 s" }, { share: 1, text: "now" }],
    layers: () => lanes.toReversed().map((lane) => (
      { mark: "shapes", shape: lane, colour: colourOf(lane), alpha: 0.85, points: () => recent.of(lane) })),
  });
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let drawnAt = 0;
  const frame = (time) => {
    if (time - drawnAt >= (stillness.matches ? stillMs : frameMs)) {
      drawnAt = time;
      chart.draw(clock.now());
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

export function showFigures(elements, recent, clock) {
  const update = () => {
    const figures = recent.summarize(clock.now());
    for (const name of ["p50", "p95", "p99"]) {
      elements[name].textContent = withUnit(figures[name]);
    }
    elements.count.textContent = figures.count.toLocaleString("en");
  };
  setInterval(update, 500);
}
