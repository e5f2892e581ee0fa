import { plural, withUnit, whole } from "../format.js";
import { percentiles } from "../percentiles.js";

// Below what history keeps of a channel by default (1,000 in each lane): a page that can't keep up still gets all of it, later.
const requests = 9;
const inOne = 100;
const criticalEach = 2;

// The part of the page that fills the normal lane, and says how critical events fared meanwhile.
export class Flood {
  #sender;
  #parts;
  #latencies = null;
  #gone = 0;
  #isLive = false;
  #isRunning = false;

  // parts: { button, result }
  constructor(stream, sender, parts) {
    this.#sender = sender;
    this.#parts = parts;
    parts.button.addEventListener("click", () => this.#run());
    stream.addEventListener("gap", ({ detail }) => this.#missed(detail));
    stream.addEventListener("state", ({ detail }) => {
      this.#isLive = detail.name === "live";
      this.#enable();
    });
  }

  arrived({ priority }, latency) {
    this.#latencies?.[priority]?.push(latency);
    if (this.#latencies) this.#show();
  }

  #missed({ from, to }) {
    this.#gone += from === null ? 0 : to - from + 1;
    if (this.#latencies) this.#show();
  }

  async #run() {
    this.#isRunning = true;
    this.#enable();
    this.#latencies = { critical: [], normal: [] };
    this.#gone = 0;
    try {
      const sending = [];
      for (let n = 0; n < requests; n++) {
        sending.push(this.#sender.send(Array(inOne).fill("normal")));
        if (n % criticalEach === 0) sending.push(this.#sender.send(["critical"]));
      }
      await Promise.all(sending);
    } catch (error) {
      this.#parts.result.textContent = `Not sent: ${error.message}`;
    }
    this.#isRunning = false;
    this.#enable();
  }

  // It is about what arrives meanwhile.
  #enable() {
    this.#parts.button.disabled = this.#isRunning || !this.#isLive;
  }

  #show() {
    const line = (lane) => {
      const all = this.#latencies[lane];
      return `${whole(all.length)} ${lane} in ${withUnit(percentiles(all, 50)[0])}`;
    };
    const gone = this.#gone > 0 ? ` ${plural(this.#gone, "event")} came faster than this page and history could hold.` : "";
    this.#parts.result.textContent = `${line("critical")}, ${line("normal")} (median).${gone}`;
  }
}
