import { plural } from "../format.js";
import { Absence } from "./absence.js";

// After the last of what was missed, a moment for more; and how long to wait for the last before saying that it did not come.
const settling = 200;
const patience = 10_000;

// The part of the page that cuts the connection, takes it up again, and says exactly what came back.
export class CutAndResume {
  #stream;
  #sender;
  #parts;
  #absence = null;
  #isCut = false;
  #timer = null;

  // parts: { cut, away, verdict, missed }
  constructor(stream, sender, parts) {
    this.#stream = stream;
    this.#sender = sender;
    this.#parts = parts;
    parts.cut.addEventListener("click", () => (this.#isCut ? this.#reconnect() : this.#cut()));
    stream.addEventListener("resumed", ({ detail }) => this.#resumed(detail));
  }

  // Told of each sending as it begins, so that it counts by when it was sent, not by when it was confirmed.
  watch(sending) {
    const absence = this.#isCut ? this.#absence : null;
    sending.then((ids) => {
      absence?.sent(ids);
      if (absence && this.#isCut) this.#say(`${plural(absence.sentCount, "event")} sent and accepted. None can reach this page.`);
    }, () => {});
  }

  // Whether the event is one that was missed.
  take(event) {
    const isMissed = this.#absence?.take(event) ?? false;
    if (isMissed && this.#absence.isComplete) this.#judgeIn(settling);
    return isMissed;
  }

  #cut() {
    clearTimeout(this.#timer);
    this.#absence ??= new Absence();
    this.#parts.missed.replaceChildren();
    this.#stream.cut();
    this.#setCut(true);
    this.#say("Cut off. Send a few events now.");
  }

  async #reconnect() {
    this.#setCut(false);
    this.#say("Reconnecting, and asking for everything after the last event seen.");
    await this.#sender.settled();
    this.#stream.open();
  }

  #resumed(answer) {
    if (this.#absence === null) return;
    this.#absence.resumed(answer);
    this.#judgeIn(this.#absence.isComplete ? settling : patience);
  }

  #judgeIn(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#judge(), delay);
  }

  #judge() {
    const { isGood, text } = this.#absence.verdict();
    this.#say(text, isGood ? "good" : "bad");
    this.#parts.missed.replaceChildren(...this.#absence.back.map(chip));
    this.#absence = null;
  }

  #setCut(isCut) {
    this.#isCut = isCut;
    this.#parts.cut.firstElementChild.textContent = isCut ? "Reconnect" : "Cut my connection";
    this.#parts.away.disabled = !isCut;
  }

  #say(text, kind = "") {
    this.#parts.verdict.textContent = text;
    this.#parts.verdict.className = kind;
  }
}

function chip({ priority, offset }) {
  const item = document.createElement("li");
  item.dataset.lane = priority;
  item.textContent = `${priority} #${offset}`;
  return item;
}
