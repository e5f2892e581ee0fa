import { plural } from "../format.js";

// One time without a connection: what was sent meanwhile, and what came back.
export class Absence {
  #sent = [];
  #back = [];
  #resumed = null;

  get sentCount() {
    return this.#sent.length;
  }

  sent(ids) {
    this.#sent.push(...ids);
  }

  resumed(answer) {
    this.#resumed = answer;
  }

  // Takes an event if it was missed, that is, accepted before this page was back, whoever sent it.
  take(event) {
    const isMissed = this.#resumed !== null && (this.#sent.includes(event.id) || event.accepted_at < this.#resumed.at);
    if (isMissed) this.#back.push(event);
    return isMissed;
  }

  get back() {
    return this.#back;
  }

  get isComplete() {
    const ids = new Set(this.#back.map(({ id }) => id));
    return this.#sent.every((id) => ids.has(id));
  }

  verdict() {
    if (!this.#resumed.recovered) return { isGood: false, text: "History no longer reaches back to where this page was." };
    const missing = this.#sent.length - this.#back.filter(({ id }) => this.#sent.includes(id)).length;
    if (missing !== 0) return { isGood: false, text: `${plural(missing, "event")} of ${this.#sent.length} did not come back.` };
    if (!isInOrder(this.#sent, this.#back)) return { isGood: false, text: "They came back, but not in order." };
    return this.#back.length === 0
      ? { isGood: true, text: "Back. Nothing was sent meanwhile, and nothing is missing." }
      : { isGood: true, text: `${plural(this.#back.length, "missed event")} came back, in order, recovered.` };
  }
}

// Within a lane, offsets count on by one, and what this page sent came in the order of sending. Lanes overtake each other on purpose.
export function isInOrder(sent, back) {
  const last = {};
  return back.every(({ id, priority, offset }) => {
    const before = last[priority];
    const place = sent.indexOf(id);
    last[priority] = { offset, place: place < 0 ? before?.place ?? -1 : place };
    return before === undefined || (offset === before.offset + 1 && (place < 0 || place > before.place));
  });
}
