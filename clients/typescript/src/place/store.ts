import type { Place } from "../protocol/messages.js";
import type { Clock, Timer } from "../time/clock.js";

/** Keeps positions, so that another life of the program goes on where this one ended. */
export interface PositionStore {
  load(channel: string): Place | null;
  save(channel: string, place: Place): void;
  forget(channel: string): void;
}

// How much of a page's work may be seen again after a crash. A reload or a closed tab is told before, and repeats nothing.
const writeDelay = 200;

/** Positions across reloads of a page: in `sessionStorage`, which each tab has for itself. */
export class SessionPositions implements PositionStore {
  readonly #changed = new Map<string, Place>();
  readonly #prefix: string;
  readonly #storage: Storage | null;
  readonly #clock: Clock;
  #timer: Timer | null = null;
  #isLeaving = false;

  constructor(scope: string, clock: Clock, storage: Storage | null = ownStorage()) {
    this.#prefix = `platform:position:${scope}:`;
    this.#clock = clock;
    this.#storage = storage;
    if (typeof addEventListener === "function") {
      addEventListener("pagehide", () => {
        this.#isLeaving = true;
        this.#write();
      });
      addEventListener("pageshow", () => (this.#isLeaving = false));
    }
  }

  load(channel: string): Place | null {
    try {
      return JSON.parse(this.#storage?.getItem(this.#prefix + channel) ?? "null") as Place | null;
    } catch {
      return null;
    }
  }

  save(channel: string, place: Place): void {
    this.#changed.set(channel, place);
    if (this.#isLeaving) this.#write();
    else this.#timer ??= this.#clock.after(writeDelay, () => this.#write());
  }

  forget(channel: string): void {
    this.#changed.delete(channel);
    this.#storage?.removeItem(this.#prefix + channel);
  }

  #write(): void {
    this.#timer?.cancel();
    this.#timer = null;
    for (const [channel, place] of this.#changed) {
      try {
        this.#storage?.setItem(this.#prefix + channel, JSON.stringify(place));
      } catch {
        // Full or forbidden: the next life starts now, as without a store.
      }
    }
    this.#changed.clear();
  }
}

// Where the user forbids it, already asking for it throws.
function ownStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
