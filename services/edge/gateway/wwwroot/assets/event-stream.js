import "./vendor/signalr-10.0.11/signalr.min.js";
import { Position } from "./position.js";
import { ServerClock } from "./server-clock.js";

const { HubConnectionBuilder, HttpTransportType, LogLevel } = globalThis.signalR;

const retryDelays = [0, 500, 1_000, 2_000, 5_000];
const pingInterval = 5_000;

// One channel's events, in order, each once, over as many connections as it takes: each new one resumes where the last one broke.
// Tells "state" (connecting, live, away, cut, refused), "event", "gap" and "resumed".
export class EventStream extends EventTarget {
  clock = new ServerClock();

  #access;
  #channel;
  #back;
  #position = new Position();
  #hub = null;
  #socket = null;
  #isSubscribed = false;
  #early = [];
  #failures = 0;
  #timer = null;
  #isCut = false;

  // back: how many of the channel's events before now are wanted at the beginning, by lane.
  constructor({ access, channel, back = {} }) {
    super();
    this.#access = access;
    this.#channel = channel;
    this.#back = back;
  }

  async open() {
    clearTimeout(this.#timer);
    this.#isCut = false;
    this.#tell("state", { name: "connecting" });
    const hub = (this.#hub = this.#connect());
    try {
      await hub.start();
      await this.#subscribe(hub);
      this.#failures = 0;
      this.#tell("state", { name: "live" });
      this.#measure(hub);
    } catch (error) {
      this.#lose(hub, error);
    }
  }

  // Breaks the socket beneath SignalR, which sees a lost connection and sends no farewell of its own; a page can't do less.
  cut() {
    this.#isCut = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    if (this.#hub) this.#lose(this.#hub);
    else this.#tell("state", { name: "cut" });
  }

  #connect() {
    const keep = (socket) => (this.#socket = socket);
    class KeptSocket extends WebSocket {
      constructor(...parameters) {
        super(...parameters);
        keep(this);
      }
    }

    const hub = new HubConnectionBuilder()
      .withUrl("/hubs/events?user=0", {
        accessTokenFactory: () => this.#access.token(),
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
        WebSocket: KeptSocket,
      })
      .configureLogging(LogLevel.None)
      .build();
    this.#isSubscribed = false;
    this.#early = [];
    hub.on("events", (events) => this.#ifCurrent(hub, () => this.#receive(hub, events)));
    hub.on("gap", (gap) => this.#ifCurrent(hub, () => this.#skip(gap)));
    hub.on("position", (position) => this.#ifCurrent(hub, () => position.channel === this.#channel && this.#position.set(position)));
    hub.onclose((error) => this.#lose(hub, error));
    return hub;
  }

  async #subscribe(hub) {
    const isResume = this.#position.epoch !== null;
    let answer = await this.#ask(hub, isResume ? this.#position.request(this.#channel) : { channel: this.#channel });
    if (!isResume && Object.keys(this.#back).length > 0) {
      answer = await this.#askForThePast(hub, answer);
    }

    this.#position.set(answer);
    this.#isSubscribed = true;
    if (isResume) this.#tell("resumed", { recovered: answer.recovered, at: this.clock.now() });
    for (const events of this.#early.splice(0)) this.#receive(hub, events);
  }

  // The past is a resume from a position that the client never had. Where history no longer reaches that far, it starts now.
  async #askForThePast(hub, { epoch, offsets }) {
    const from = Object.entries(this.#back).map(([lane, count]) => [lane, Math.max((offsets[lane] ?? 0) - count, 0)]);
    return this.#ask(hub, { channel: this.#channel, epoch, offsets: Object.fromEntries(from) });
  }

  async #ask(hub, request) {
    this.#isSubscribed = false;
    this.#early = [];
    const [answer] = await hub.invoke("Subscribe", [request]);
    if (answer.error === "forbidden") throw new Refusal(`The token does not name the channel ${this.#channel}.`);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  // The answer to Subscribe comes before the first event, but its promise may resolve after a handler was called.
  #receive(hub, events) {
    if (!this.#isSubscribed) {
      this.#early.push(events);
      return;
    }

    const at = this.clock.now();
    for (const event of events) {
      if (event.channel !== this.#channel) continue;
      const judgement = this.#position.judge(event);
      if (judgement === "hole") {
        this.#subscribe(hub).catch((error) => this.#lose(hub, error));
        return;
      }

      if (judgement === "take") {
        this.#position.moveTo(event.priority, event.offset);
        this.#tell("event", { event, at });
      }
    }
  }

  #skip(gap) {
    if (gap.channel !== this.#channel) return;
    this.#position.moveTo(gap.priority, gap.to);
    this.#tell("gap", gap);
  }

  #lose(hub, error) {
    if (this.#hub !== hub) return;
    this.#hub = null;
    hub.stop();
    if (error instanceof Refusal) {
      this.#tell("state", { name: "refused", why: error.message });
    } else if (this.#isCut) {
      this.#tell("state", { name: "cut" });
    } else {
      const delay = retryDelays[Math.min(this.#failures++, retryDelays.length - 1)];
      this.#tell("state", { name: "away", delay });
      this.#timer = setTimeout(() => this.open(), delay);
    }
  }

  async #measure(hub) {
    while (this.#hub === hub) {
      try {
        await this.clock.measure((time) => hub.invoke("Ping", time));
        this.#tell("measured");
      } catch {
        return;
      }
      await new Promise((wake) => setTimeout(wake, pingInterval));
    }
  }

  #ifCurrent(hub, action) {
    if (this.#hub === hub) action();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// What trying again does not mend.
export class Refusal extends Error {}
