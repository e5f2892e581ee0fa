import { retryDelay } from "../connection/backoff.js";
import { AccessDenied } from "../connection/endings.js";
import type { Draft } from "../protocol/events.js";
import { pause, type Clock } from "../time/clock.js";
import { PublishError, type Sealed } from "./door.js";
import { newId } from "./ids.js";

// One try; RabbitMQ confirms within milliseconds, and ingest gives up by itself.
const tryTimeout = 10_000;

/** What became of events. */
export interface Published {
  /** Their ids, in order. */
  ids: string[];
  /** `true`: they wait on this device, and go out when there is a way. Only with the offline option. */
  queued: boolean;
}

/** Where events wait that can't be sent now. */
export interface Outbox {
  /** Keeps them before they are first tried; resolves with whether they went out. */
  post(events: readonly Sealed[]): Promise<boolean>;
}

/** What a publisher needs. */
export interface PublisherParts {
  /** Sends them once. */
  send(events: readonly Sealed[], timeout: number): Promise<void>;
  clock: Clock;
  random: () => number;
  /** How long to go on trying, in ms. */
  patience: number;
}

/** Gives events their ids and sends them, again and again where that may help; the ids make a retry no double. */
export class Publisher {
  readonly #parts: PublisherParts;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  async publish(drafts: readonly Draft[], outbox: Outbox | null): Promise<Published> {
    const events = drafts.map((draft) => this.#seal(draft));
    const ids = events.map(({ id }) => id);
    if (outbox) return { ids, queued: !(await outbox.post(events)) };
    await this.#sendUntilTaken(events);
    return { ids, queued: false };
  }

  async #sendUntilTaken(events: readonly Sealed[]): Promise<void> {
    const { clock, random, patience } = this.#parts;
    const deadline = clock.now() + patience;
    for (let failures = 0; ; failures++) {
      try {
        await this.#parts.send(events, tryTimeout);
        return;
      } catch (error) {
        const refused = error instanceof PublishError ? error : null;
        // That no token came may pass too, unless the app says that it does not.
        if (error instanceof AccessDenied || refused?.isPassing === false) throw error;
        const delay = Math.max(refused?.retryAfter ?? 0, retryDelay(failures, random));
        if (clock.now() + delay > deadline) throw error;
        await pause(clock, delay);
      }
    }
  }

  #seal(draft: Draft): Sealed {
    const now = this.#parts.clock.now();
    return { ...draft, id: draft.id ?? newId(now), timestamp: draft.timestamp ?? new Date(now).toISOString() };
  }
}
