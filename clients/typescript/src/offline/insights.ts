import type { WireEvent } from "../protocol/messages.js";
import type { Database } from "./database.js";
import { beyondLimits, type KeepLimits } from "./limits.js";
import type { KeptEvent } from "./store.js";

// Tidying up reads all that is kept, so not every event does it.
const tidyEach = 20;

/** Important events of a user, kept for reading without a network. */
export class Insights {
  readonly #database: Database;
  readonly #user: string;
  readonly #types: ReadonlySet<string>;
  readonly #limits: KeepLimits;
  readonly #now: () => number;
  #sinceTidy = tidyEach;

  constructor(database: Database, user: string, types: readonly string[], limits: KeepLimits, now: () => number) {
    this.#database = database;
    this.#user = user;
    this.#types = new Set(types);
    this.#limits = limits;
    this.#now = now;
  }

  /** Whether it is one of those that are kept. */
  takes({ event_type }: WireEvent): boolean {
    return this.#types.has(event_type);
  }

  async keep(event: WireEvent): Promise<void> {
    await this.#database.put("insights", { user: this.#user, id: event.id, event, kept_at: this.#now() });
    if (++this.#sinceTidy > tidyEach) await this.#tidy();
  }

  async list(): Promise<KeptEvent[]> {
    const all = await this.#own();
    const gone = new Set(beyondLimits(all, this.#limits, this.#now()));
    return all.filter((kept) => !gone.has(kept)).sort((a, b) => b.kept_at - a.kept_at).map(({ event, kept_at }) => ({ event, kept_at }));
  }

  async clear(): Promise<void> {
    await this.#forget(await this.#own());
  }

  async #tidy(): Promise<void> {
    this.#sinceTidy = 0;
    await this.#forget(beyondLimits(await this.#own(), this.#limits, this.#now()));
  }

  async #own() {
    return (await this.#database.all("insights")).filter(({ user }) => user === this.#user);
  }

  #forget(records: readonly { user: string; id: string }[]): Promise<void> {
    return this.#database.delete("insights", records.map(({ user, id }) => [user, id]));
  }
}
