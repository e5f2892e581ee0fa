import type { Connection } from "../connection/connection.js";
import { AccessDenied } from "../connection/endings.js";
import type { Hub } from "../connection/hub.js";
import type { RefreshAnswer } from "../protocol/messages.js";
import { CallErrors, HubMethods } from "../protocol/names.js";
import type { ServerClock } from "../latency/server-clock.js";
import type { Clock, Timer } from "../time/clock.js";
import { claimsOf } from "./token.js";

// A minute before the end, or a fifth of a shorter life.
const before = 60_000;
const retryAfter = 5_000;
const tokenTimeout = 10_000;
// Timers count in 31 bits of milliseconds, and what is longer fires at once.
const longestDelay = 24 * 3_600_000;

/** Gives an open connection a newer token in time, so that it need not end with the old one. */
export class Refresh {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #server: ServerClock;
  readonly #getToken: () => Promise<string>;
  readonly #refreshed: (answer: RefreshAnswer) => void;
  // What the connection lives by. Publishing may have got a newer one since, of which the node knows nothing.
  #held = "";
  #newest = "";
  #next: Timer | null = null;

  constructor(connection: Connection, clock: Clock, server: ServerClock, getToken: () => Promise<string>, refreshed: (answer: RefreshAnswer) => void) {
    this.#connection = connection;
    this.#clock = clock;
    this.#server = server;
    this.#getToken = getToken;
    this.#refreshed = refreshed;
    connection.on("opened", (hub) => this.#plan(hub));
    connection.on("state", () => {
      if (!connection.hub) this.#next?.cancel();
    });
  }

  /** The token for a new connection. */
  async token(): Promise<string> {
    return (this.#held = this.#newest = await this.#getToken());
  }

  /** The newest token, or another one when its end is near or can't be read. Fails when none comes in time. */
  async current(): Promise<string> {
    if (this.#left(this.#newest) > 0) return this.#newest;
    const token = await new Promise<string>((done, failed) => {
      const limit = this.#clock.after(tokenTimeout, () => failed(new Error(`No token within ${tokenTimeout} ms.`)));
      this.#getToken().then(done, failed).finally(() => limit.cancel());
    });
    return (this.#newest = token);
  }

  /** Asks for a newer token now, for example since the user got more rights. */
  async now(): Promise<void> {
    const hub = this.#connection.hub;
    if (!hub) return;
    const token = await this.#getToken();
    if (hub !== this.#connection.hub) return;
    const answer = await hub.invoke<RefreshAnswer>(HubMethods.RefreshToken, token);
    this.#held = this.#newest = token;
    this.#refreshed(answer);
    if (hub !== this.#connection.hub) return;
    this.#plan(hub);
  }

  #plan(hub: Hub): void {
    if (claimsOf(this.#held).exp !== undefined) this.#refreshIn(this.#left(this.#held), hub);
  }

  // How long until a newer one is wanted, by the clock that judges it.
  #left(token: string): number {
    const { exp, iat } = claimsOf(token);
    if (exp === undefined) return 0;
    const life = iat === undefined ? Infinity : (exp - iat) * 1_000;
    return exp * 1_000 - this.#server.now() - Math.min(before, life / 5);
  }

  #refreshIn(delay: number, hub: Hub): void {
    this.#next?.cancel();
    this.#next = this.#clock.after(Math.min(Math.max(delay, retryAfter), longestDelay), () => this.#due(hub));
  }

  // Looked at anew: of a long life a day has passed, and the server's clock is known better.
  #due(hub: Hub): void {
    if (hub !== this.#connection.hub) return;
    const left = this.#left(this.#held);
    if (left > retryAfter) this.#refreshIn(left, hub);
    else void this.#refresh(hub);
  }

  async #refresh(hub: Hub): Promise<void> {
    try {
      await this.now();
    } catch (error) {
      if (hub !== this.#connection.hub) return;
      if (error instanceof AccessDenied || String(error).includes(CallErrors.OtherSubject)) this.#connection.lose(hub, new AccessDenied(String(error)));
      else this.#refreshIn(retryAfter, hub);
    }
  }
}
