import { plural } from "../format.js";

const shown = 4;

// The part of the page that plays a lost network, and shows what is kept on this device.
export class OfflinePart {
  #platform;
  #network;
  #parts;
  #leftAt = null;
  #backAt = null;

  // parts: { toggle, outbox, insights }
  constructor(platform, network, parts) {
    this.#platform = platform;
    this.#network = network;
    this.#parts = parts;
    parts.toggle.addEventListener("click", () => this.#toggle());
    platform.on("offline", () => this.#update());
    platform.on("state", ({ state }) => state === "connected" && (this.#backAt = Date.now()));
    this.#update();
  }

  // Whether the event happened while there was no network.
  take({ timestamp }) {
    const at = Date.parse(timestamp);
    return this.#leftAt !== null && at >= this.#leftAt && (this.#backAt === null || at < this.#backAt);
  }

  #toggle() {
    this.#network.toggle();
    const isOff = this.#network.isPlayed;
    if (isOff) [this.#leftAt, this.#backAt] = [Date.now(), null];
    this.#parts.toggle.setAttribute("aria-pressed", isOff);
    this.#parts.toggle.firstElementChild.textContent = isOff ? "Go online" : "Go offline";
  }

  #update() {
    this.#show().catch((error) => console.warn("What is kept on this device can't be read:", error));
  }

  async #show() {
    const [waiting, kept] = await Promise.all([this.#platform.offline.outbox(), this.#platform.offline.insights()]);
    fill(this.#parts.outbox, waiting.map(({ events }) => (
      events.length === 1 ? `${events[0].priority}, ${events[0].event_type}` : plural(events.length, "event"))));
    fill(this.#parts.insights, kept.map(({ event }) => `${named(event)} of ${new Date(event.timestamp).toLocaleTimeString()}`));
  }
}

// Several that came at once are one event; what somebody sends from a terminal has no number.
function named({ data, aggregated_ids: ids }) {
  return ids ? plural(ids.length, "insight") : data?.number ? `insight ${data.number}` : "insight";
}

function fill(list, lines) {
  const more = lines.length - shown;
  const texts = more > 0 ? [...lines.slice(0, shown), `and ${more} more`] : lines;
  list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}
