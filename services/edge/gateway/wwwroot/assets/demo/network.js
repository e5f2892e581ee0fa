// The browser's network, and a switch before it: turned off, the client believes that there is none.
export class SwitchedNetwork {
  #isOff = false;
  #watchers = new Set();

  constructor() {
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#tell());
    document.addEventListener("visibilitychange", () => this.#tell());
  }

  get online() {
    return navigator.onLine && !this.#isOff;
  }

  get visible() {
    return document.visibilityState === "visible";
  }

  // Whether it is off by the switch alone.
  get isPlayed() {
    return this.#isOff && navigator.onLine;
  }

  watch(changed) {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  toggle() {
    this.#isOff = !this.#isOff;
    this.#tell();
  }

  #tell() {
    for (const changed of [...this.#watchers]) changed();
  }
}
