// What the reader wants to see: how far back, and which lane. It stands in the address, so that a view can be sent to somebody.
const windows = { "1m": 60_000, "5m": 300_000, "1h": 3_600_000 };
const beginnings = { "1m": "1 min ago", "5m": "5 min ago", "1h": "1 h ago" };
const middles = { "1m": "30 s", "5m": "2½ min", "1h": "30 min" };

export class View extends EventTarget {
  window = "5m";
  lane = "";

  constructor(form) {
    super();
    const wished = new URLSearchParams(location.hash.slice(1));
    for (const name of ["window", "lane"]) {
      const choice = form.querySelector(`input[name="${name}"][value="${CSS.escape(wished.get(name) ?? this[name])}"]`);
      if (choice) choice.checked = true;
    }
    this.#read(form);
    form.addEventListener("change", () => {
      this.#read(form);
      history.replaceState(null, "", `#${this.query}`);
      this.dispatchEvent(new Event("change"));
    });
  }

  get query() {
    return new URLSearchParams({ window: this.window, ...(this.lane && { lane: this.lane }) });
  }

  get span() {
    return windows[this.window];
  }

  get times() {
    return [{ share: 0, text: beginnings[this.window] }, { share: 0.5, text: middles[this.window] }, { share: 1, text: "now" }];
  }

  // A chart has fewer pixels than seconds, and percentiles are never averaged: of so many milliseconds the worst is drawn.
  get worstOf() {
    return this.window === "1m" ? 0 : 5_000;
  }

  shows(lane) {
    return this.lane === "" || this.lane === lane;
  }

  #read(form) {
    const choices = new FormData(form);
    this.window = choices.get("window");
    this.lane = choices.get("lane");
  }
}
