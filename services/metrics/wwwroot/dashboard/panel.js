import { TimeChart } from "/assets/chart/time-chart.js";
import { span } from "./snapshots.js";

const times = [{ share: 0, text: "10 min ago" }, { share: 0.5, text: "5 min" }, { share: 1, text: "now" }];

// A card with a chart, and above it what the newest snapshot says, in words for whoever does not see the chart.
export class Panel {
  element = document.createElement("section");

  #definition;
  #snapshots;
  #figures = document.createElement("dl");
  #chart;

  constructor(definition, snapshots) {
    this.#definition = definition;
    this.#snapshots = snapshots;
    const title = document.createElement("h2");
    title.textContent = definition.title;
    title.id = `${definition.id}-title`;
    const head = document.createElement("div");
    head.className = "head";
    this.#figures.className = "figures key";
    head.append(title, this.#figures);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${definition.title}, the last ten minutes`);
    this.element.className = "card";
    this.element.id = definition.id;
    this.element.setAttribute("aria-labelledby", title.id);
    this.element.append(head, canvas);
    this.#chart = new TimeChart(canvas, { ...definition, span, times, patience: 3_000 + (definition.worstOf ?? 0) * 2, layers: () => this.#layers() });
  }

  draw(now) {
    this.#figures.replaceChildren(...this.#series().map((series) => this.#figure(series)));
    this.#chart.draw(now);
  }

  #series() {
    return this.#definition.series(this.#snapshots.latest);
  }

  #layers() {
    return this.#series().flatMap(({ colour, read, isFilled, width, dash, alpha }) => {
      const points = () => this.#snapshots.points(read, this.#definition.worstOf);
      return [
        ...(isFilled ? [{ mark: "area", colour, alpha: 0.12, points }] : []),
        { mark: "line", colour, width, dash, alpha, points },
      ];
    });
  }

  #figure({ name, colour, read, show, width = 1.5, dash }) {
    const [entry, term, value] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    const latest = this.#snapshots.latest;
    entry.style.setProperty("--key", `var(${colour})`);
    entry.style.setProperty("--weight", `${1.5 * width}px`);
    entry.style.setProperty("--stroke", dash ? "dotted" : "solid");
    term.textContent = name;
    value.textContent = show(latest ? read(latest) : null);
    entry.append(term, value);
    return entry;
  }
}
