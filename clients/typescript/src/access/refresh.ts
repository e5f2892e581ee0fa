import type { Connection } from "../connection/connection.js";
import { AccessDenied } from "../connection/endings.js";
import type { Hub } from "../connection/hub.js";
import type { RefreshAnswer } from "../protocol/messages.js";
import { CallErrors, HubMethods } from "../protocol/names.js";
import type { Clock, Timer } from "../time/clock.js";
import { claimsOf } from "./token.js";

// A minute before the end, or a fifth of a shorter life.
const before = 60_000;
const retryAfter = 5_000;

/** Gives an open connection a newer token in time, so that it need not end with the old one. */
export class Refresh {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #getToken: () => Promise<string>;
  readonly #refreshed: (answer: RefreshAnswer) => void;
  #token = "";
  #next: Timer | null = null;

  constructor(connection: Connection, clock: Clock, getToken: () => Promise<string>, refreshed: (answer: RefreshAnswer) => void) {
    this.#connection = connection;
    this.#clock = clock;
    this.#getToken = getToken;
    this.#refreshed = refreshed;
    connection.on("opened", (hub) => this.#plan(hub));
    connection.on("state", () => {
      if (!connection.hub) this.#next?.cancel();
    });
  }

  /** The token for a new connection. */
  async token(): Promise<string> {
    return (this.#token = await this.#getToken());
  }

  /** Asks for a newer token now, for example since the user got more rights. */
  async now(): Promise<void> {
    const hub = this.#connection.hub;
    if (!hub) return;
    const token = await this.#getToken();
    const answer = await hub.invoke<RefreshAnswer>(HubMethods.RefreshToken, token);
    this.#token = token;
    this.#refreshed(answer);
    this.#plan(hub);
  }

  #plan(hub: Hub): void {
    const { exp, iat } = claimsOf(this.#token);
    if (exp === undefined) return;
    const life = iat === undefined ? Infinity : (exp - iat) * 1_000;
    const left = exp * 1_000 - this.#clock.now();
    this.#refreshIn(left - Math.min(before, life / 5), hub);
  }

  #refreshIn(delay: number, hub: Hub): void {
    this.#next?.cancel();
    this.#next = this.#clock.after(Math.max(delay, retryAfter), () => void this.#refresh(hub));
  }

  async #refresh(hub: Hub): Promise<void> {
    if (hub !== this.#connection.hub) return;
    try {
      await this.now();
    } catch (error) {
      if (error instanceof AccessDenied || String(error).includes(CallErrors.OtherSubject)) this.#connection.lose(hub, new AccessDenied(String(error)));
      else this.#refreshIn(retryAfter, hub);
    }
  }
}
