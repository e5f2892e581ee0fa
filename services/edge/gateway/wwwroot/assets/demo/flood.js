import { withUnit, whole } from "../format.js";
import { percentiles } from "../percentiles.js";

const requests = 20;
const inOne = 100;
const criticalEach = 4;

// The part of the page that fills the normal lane, and says how critical events fared meanwhile.
export class Flood {
  #sender;
  #parts;
  #latencies = null;

  // parts: { button, result }
  constructor(sender, parts) {
    this.#sender = sender;
    this.#parts = parts;
    parts.button.addEventListener("click", () => this.#run());
  }

  arrived({ priority }, latency) {
    this.#latencies?.[priority]?.push(latency);
    if (this.#latencies) this.#show();
  }

  async #run() {
    this.#parts.button.disabled = true;
    this.#latencies = { critical: [], normal: [] };
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
    this.#parts.button.disabled = false;
  }

  #show() {
    const line = (lane) => {
      const all = this.#latencies[lane];
      return `${whole(all.length)} ${lane} in ${withUnit(percentiles(all, 50)[0])}`;
    };
    this.#parts.result.textContent = `${line("critical")}, ${line("normal")} (median).`;
  }
}
