import type { Draft } from "../protocol/events.js";
import { Routes } from "../protocol/names.js";

/** A draft that has its id and its time: the same however often it is sent. */
export type Sealed = Draft & { id: string; timestamp: string };

/** Why the platform did not take events. `detail` says what to do. */
export class PublishError extends Error {
  override readonly name = "PublishError";

  constructor(
    message: string,
    /** The HTTP status; 0 where no answer came. */
    readonly status: number,
    /** The answer's `type`, such as `urn:platform:problem:forbidden`. */
    readonly type: string | null = null,
    /** What is wrong with which event, by its index. */
    readonly errors: Record<string, unknown> | null = null,
    /** How long the platform asked to wait, in ms. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }

  /** Whether the same events may be taken another time. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Sends events through ingest, once. Resolves when RabbitMQ has confirmed every one. */
export async function send(server: string, headers: Record<string, string>, events: readonly Sealed[], timeout: number): Promise<void> {
  const body = written(events);
  let answer: Response;
  try {
    answer = await fetch(server + Routes.Events, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body,
      signal: AbortSignal.timeout(timeout),
    });
  } catch (error) {
    throw new PublishError(`No answer from ${server || "the platform"}: ${(error as Error).message}`, 0);
  }
  if (!answer.ok) throw await problemOf(answer);
  // Read to the end, so that the connection can be used again.
  await answer.arrayBuffer();
}

// What is no JSON is not sent another time either, as what the platform refuses.
function written(events: readonly Sealed[]): string {
  try {
    return JSON.stringify(events);
  } catch (error) {
    throw new PublishError(`The events are no JSON: ${(error as Error).message}`, 400);
  }
}

async function problemOf(answer: Response): Promise<PublishError> {
  let problem: { title?: string; detail?: string; type?: string; errors?: Record<string, unknown> } = {};
  try {
    problem = await answer.json();
  } catch {
    // Something on the way that is not the platform.
  }
  const wait = Number(answer.headers.get("Retry-After"));
  const text = [problem.title, problem.detail].filter(Boolean).join(" ") || `HTTP ${answer.status}`;
  return new PublishError(text, answer.status, problem.type ?? null, problem.errors ?? null, wait > 0 ? wait * 1_000 : null);
}
