/**
 * - `connecting`: the first connection is not there yet
 * - `connected`: events flow
 * - `reconnecting`: the connection was lost; the next one resumes where it broke
 * - `offline`: there is no network, says the browser; it goes on by itself when there is
 * - `closed`: closed by the app, or ended for a reason that another attempt does not mend
 */
export type ConnectionState = "connecting" | "connected" | "reconnecting" | "offline" | "closed";

/** A change of state. */
export interface StateChange {
  state: ConnectionState;
  previous: ConnectionState;
  /** Why, where something went wrong. */
  error?: Error;
}
