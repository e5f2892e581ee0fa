import { withUnit } from "../format.js";

const most = 60;

// The list of arrivals, the newest first. Rows of one frame are added together: a burst is one change of the page.
export class Arrivals {
  #list;
  #empty;
  #waiting = [];

  constructor(list, empty) {
    this.#list = list;
    this.#empty = empty;
  }

  add(event, latency) {
    if (this.#waiting.length === 0) requestAnimationFrame(() => this.#show());
    this.#waiting.push(row(event, latency));
  }

  #show() {
    this.#empty.hidden = true;
    this.#list.prepend(...this.#waiting.splice(0).slice(-most).reverse());
    while (this.#list.children.length > most) this.#list.lastChild.remove();
  }
}

// latency: null for an event that was recovered, whose time says how long this page was away.
function row({ id, priority, offset }, latency) {
  const item = document.createElement("li");
  item.dataset.lane = priority;
  item.dataset.id = id;
  item.append(
    part("lane", priority), part("place", `#${offset}`), part("latency", latency === null ? "recovered" : withUnit(latency)));
  return item;
}

function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
