import { TimeChart } from "/assets/chart/time-chart.js";

// A card with a chart, and above it what the newest snapshot says, in words for whoever does not see the chart.
export class Panel {
  element = document.createElement("section");

  #definition;
  #sources;
  #figures = document.createElement("dl");
  #chart;

  // sources: { snapshots, stats, view }
  constructor(definition, sources) {
    this.#definition = definition;
    this.#sources = sources;
    const { view } = sources;
    const title = document.createElement("h2");
    title.textContent = definition.title;
    title.id = `${definition.id}-title`;
    const head = document.createElement("div");
    head.className = "head";
    this.#figures.className = "figures key";
    head.append(title, this.#figures);
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${definition.title} over time`);
    this.element.className = "card";
    this.element.id = definition.id;
    this.element.setAttribute("aria-labelledby", title.id);
    this.element.append(head, canvas);
    this.#chart = new TimeChart(canvas, {
      ...definition,
      get span() { return view.span; },
      get times() { return view.times; },
      // Slots without an event are absent: the line goes on over two of them.
      get patience() { return view.window === "1h" ? 150_000 : 3_000 + view.worstOf * 2; },
      layers: () => this.#layers(),
    });
  }

  draw(now) {
    this.element.hidden = Boolean(this.#definition.lane) && !this.#sources.view.shows(this.#definition.lane);
    this.#figures.replaceChildren(...this.#series().map((series) => this.#figure(series)));
    this.#chart.draw(now);
  }

  #series() {
    return this.#definition.series(this.#sources.snapshots.latest);
  }

  #layers() {
    return this.#series().flatMap((series) => {
      const { colour, isFilled, width, dash, alpha } = series;
      const points = () => this.#points(series);
      return [
        ...(isFilled ? [{ mark: "area", colour, alpha: 0.12, points }] : []),
        { mark: "line", colour, width, dash, alpha, points },
      ];
    });
  }

  // An hour of percentiles comes from the stats API, minute by minute; snapshots reach back some minutes.
  #points({ read, name }) {
    const { snapshots, stats, view } = this.#sources;
    const { lane } = this.#definition;
    return lane && view.window === "1h" && stats.series
      ? (stats.series.lanes[lane] ?? []).map((point) => ({ at: point.at_ms, value: point[name] }))
      : snapshots.points(read, lane ? view.worstOf : 0);
  }

  #figure({ name, colour, read, show, width = 1.5, dash }) {
    const [entry, term, value] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    const { latest } = this.#sources.snapshots;
    entry.style.setProperty("--key", `var(${colour})`);
    entry.style.setProperty("--weight", `${1.5 * width}px`);
    entry.style.setProperty("--stroke", dash ? "dotted" : "solid");
    term.textContent = name;
    value.textContent = show(latest ? read(latest) : null);
    entry.append(term, value);
    return entry;
  }
}
