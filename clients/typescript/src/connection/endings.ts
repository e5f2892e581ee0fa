import { CloseReasons } from "../protocol/names.js";

/** Thrown by `getToken` (or by the client itself): trying again does not mend it, so the client stops. */
export class AccessDenied extends Error {
  override readonly name = "AccessDenied";
}

const final: readonly string[] = [CloseReasons.TokenRevoked, CloseReasons.TooManyCalls];

/** Whether a connection that ended so is not to be taken up again. */
export function isFinal(error: Error | undefined): boolean {
  // SignalR puts the close message's own words behind some of its own.
  return error instanceof AccessDenied || final.some((reason) => error?.message.includes(reason));
}
