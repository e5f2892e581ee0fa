import { area, line, shapes } from "./marks.js";

// News of now, by a clock that is a little ahead.
const lead = 2_000;

const margin = { top: 10, right: 12, bottom: 22, left: 48 };

// Values over the last `span` milliseconds, on a canvas that fills its box. Its layers are asked for their points at each drawing:
// { mark: "line" | "area" | "shapes", colour: a custom property, points() → [{ at, value }], … }.
export class TimeChart {
  #canvas;
  #context;
  #options;
  #size = { width: 0, height: 0 };
  #lastNow = 0;

  // { span, patience, scale(largest), format(value), target: { value }, times: [{ share, text }], layers() }
  constructor(canvas, options) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#options = options;
    new ResizeObserver(() => this.#fit()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(this.#lastNow));
  }

  draw(now) {
    this.#lastNow = now;
    const { span, patience = 5_000, scale, layers } = this.#options;
    if (this.#size.width === 0) return;
    const drawn = layers().map((layer) => ({ ...layer, points: layer.points().filter(({ at }) => at > now - span && at <= now + lead) }));
    const values = scale(drawn.reduce((largest, { points }) => points.reduce((most, { value }) => Math.max(most, value), largest), 0));
    const plot = this.#plot();
    const place = ({ at, value }) => ({
      x: plot.left + plot.width * Math.min(1 - (now - at) / span, 1),
      y: plot.top + plot.height * (1 - values.place(value)),
    });

    this.#context.clearRect(0, 0, this.#size.width, this.#size.height);
    this.#drawGrid(values, plot);
    drawn.forEach((layer) => this.#drawLayer(layer, place, patience));
  }

  #drawLayer({ mark, colour, points, alpha = 1, ...look }, place, patience) {
    const context = this.#context;
    context.globalAlpha = alpha;
    context.fillStyle = context.strokeStyle = this.#colour(colour);
    if (mark === "line") line(context, points, { at: place, patience, ...look });
    if (mark === "area") area(context, points, { at: place, patience });
    if (mark === "shapes") points.forEach((point) => shapes[look.shape](context, place(point)));
    context.globalAlpha = 1;
  }

  #drawGrid(values, plot) {
    const { format, target, times } = this.#options;
    const context = this.#context;
    context.font = `11px ${getComputedStyle(this.#canvas).fontFamily}`;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const tick of values.ticks) {
      const y = Math.round(plot.top + plot.height * (1 - values.place(tick))) + 0.5;
      this.#rule(y, plot, "--line");
      context.fillStyle = this.#colour("--muted");
      context.fillText(format(tick), plot.left - 8, y);
    }

    if (target && target.value <= values.top) {
      const y = Math.round(plot.top + plot.height * (1 - values.place(target.value))) + 0.5;
      this.#rule(y, plot, "--target", [3, 4]);
    }

    context.textBaseline = "alphabetic";
    context.fillStyle = this.#colour("--muted");
    for (const { share, text } of times) {
      context.textAlign = share === 0 ? "left" : share === 1 ? "right" : "center";
      context.fillText(text, plot.left + plot.width * share, this.#size.height - 6);
    }
  }

  #rule(y, plot, colour, dash = []) {
    const context = this.#context;
    context.strokeStyle = this.#colour(colour);
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(plot.left, y);
    context.lineTo(plot.left + plot.width, y);
    context.stroke();
    context.setLineDash([]);
  }

  #plot() {
    const { width, height } = this.#size;
    return { left: margin.left, top: margin.top, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    this.#size = { width, height };
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.draw(this.#lastNow);
  }

  #colour(property) {
    return getComputedStyle(this.#canvas).getPropertyValue(property).trim();
  }
}
