// Every name on the wire, once. It mirrors services/shared/Platform.Contracts; a test there fails when the two differ.

/** The hub's methods. */
export const HubMethods = {
  Subscribe: "Subscribe",
  Unsubscribe: "Unsubscribe",
  Ping: "Ping",
  RefreshToken: "RefreshToken",
  ReportLatency: "ReportLatency",
  Events: "events",
  Position: "position",
  Gap: "gap",
  Presence: "presence",
  Heartbeat: "heartbeat",
  Draining: "draining",
} as const;

/** Why a call was refused: what its error's message begins with. */
export const CallErrors = {
  InvalidCall: "invalid_call",
  InvalidToken: "invalid_token",
  OtherSubject: "other_subject",
  TooManyReports: "too_many_reports",
  TooManyCalls: "too_many_calls",
} as const;

/** Why a channel was not subscribed to. */
export const SubscribeErrors = {
  Forbidden: "forbidden",
  InvalidChannel: "invalid_channel",
  TooMany: "too_many_subscriptions",
  Unavailable: "unavailable",
} as const;

/** Why a node ended the connection. */
export const CloseReasons = {
  TokenExpired: "token_expired",
  TokenRevoked: "token_revoked",
  TooManyCalls: "too_many_calls",
} as const;

/** The stages that a client can measure. */
export const ReportedStages = {
  Client: "client",
  Total: "total",
} as const;

/** The paths of the doors. */
export const Routes = {
  Events: "/api/v1/events",
  Hub: "/hubs/events",
} as const;
