const pauses = { "1m": 2_000, "5m": 2_000, "1h": 10_000 };

// What the stats API says of the present view, asked again and again. Without the scope metrics:read it is silent, and the page shows what
// the snapshots hold.
export class Stats {
  latency = null;
  series = null;
  isRefused = false;

  #access;
  #view;
  #changed;
  #timer;
  #asked = 0;

  constructor(access, view, changed) {
    this.#access = access;
    this.#view = view;
    this.#changed = changed;
    view.addEventListener("change", () => this.#start());
    document.addEventListener("visibilitychange", () => document.hidden || this.#start());
    this.#start();
  }

  #start() {
    clearTimeout(this.#timer);
    this.latency = this.series = null;
    this.#ask(++this.#asked);
  }

  async #ask(number) {
    const { window, query } = this.#view;
    try {
      const [latency, series] = await Promise.all([
        this.#get(`latency-metrics?${query}`),
        window === "1h" ? this.#get(`latency-series?${query}&stage=written`) : null,
      ]);
      if (number !== this.#asked) return;
      this.latency = latency;
      this.series = series;
      this.#changed();
    } catch {
      // The service is away for a moment, or not for us; the snapshots go on.
    }
    if (number === this.#asked && !this.isRefused && !document.hidden) this.#timer = setTimeout(() => this.#ask(number), pauses[window]);
  }

  async #get(path) {
    const answer = await fetch(`/api/v1/websocket-performance/${path}`, { headers: { Authorization: `Bearer ${await this.#access.token()}` } });
    this.isRefused = answer.status === 401 || answer.status === 403;
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }
}
