import { AccessDenied, Platform } from "./sdk/platform.js";

// The client's states, in the words of the pages.
const names = { connecting: "connecting", reconnecting: "away", offline: "offline" };

// One channel for one page, by the TypeScript client. Tells "state" (connecting, live, away, offline, cut, refused), "event", "gap",
// "resumed" and "measured".
export class EventStream extends EventTarget {
  clock = { now: () => this.platform.serverTime(), roundTrip: null };

  #socket = null;
  #isCut = false;

  // past: how many of the channel's events before now are wanted at the beginning, by lane. options: further ones of the client's.
  constructor({ access, channel, back: past = {}, options = {} }) {
    super();
    const keep = (socket) => (this.#socket = socket);
    class KeptSocket extends WebSocket {
      constructor(...parameters) {
        super(...parameters);
        keep(this);
      }
    }
    this.platform = new Platform("", { getToken: () => access.token(), WebSocket: KeptSocket, autoConnect: false, ...options });
    this.platform.on("state", ({ state, error }) => this.#stateChanged(state, error));
    this.platform.on("measured", (roundTrip) => {
      this.clock.roundTrip = roundTrip;
      this.#tell("measured");
    });
    const subscription = this.platform.subscribe(channel, Object.keys(past).length > 0 ? { past } : {});
    subscription.on("event", (event) => this.#tell("event", { event, at: this.clock.now() }));
    subscription.on("gap", (gap) => this.#tell("gap", gap));
    subscription.on("subscribed", ({ resumed, recovered }) => {
      if (resumed) this.#tell("resumed", { recovered, at: this.clock.now() });
    });
    subscription.on("state", (state) => state === "live" && this.#tell("state", { name: "live" }));
    subscription.on("error", (error) => this.#tell("state", { name: "refused", why: error.message }));
  }

  open() {
    this.#isCut = false;
    this.platform.connect();
  }

  // Breaks the socket beneath SignalR, which sends no farewell of its own then; a page can't do less.
  cut() {
    this.#isCut = true;
    this.#socket?.close();
    this.platform.disconnect();
  }

  #stateChanged(state, error) {
    if (state === "closed") this.#tell("state", this.#isCut ? { name: "cut" } : { name: "refused", why: error?.message ?? "Closed" });
    else if (state in names) this.#tell("state", { name: names[state] });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// What trying again does not mend.
export const Refusal = AccessDenied;
