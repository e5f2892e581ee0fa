export { Platform, type PlatformEvents, type PlatformStats } from "./platform.js";
export type { PlatformOptions } from "./options.js";
export {
  Subscription, SubscriptionRefused,
  type SubscribeOptions, type Subscribed, type SubscriptionEvents, type SubscriptionState,
} from "./place/subscription.js";
export type { Gap } from "./place/gaps.js";
export { SessionPositions, type PositionStore } from "./place/store.js";
export type { ConnectionState, StateChange } from "./connection/states.js";
export { AccessDenied } from "./connection/endings.js";
export type { Network } from "./connection/network.js";
export type { AnyEvents, Draft, EventIn, EventMap, EventOf } from "./protocol/events.js";
export { lanes, type Lane } from "./protocol/lanes.js";
export type { Offsets, Place, Presence, PresentUser } from "./protocol/messages.js";
export { PublishError } from "./publish/door.js";
export type { Published } from "./publish/publisher.js";
export type { Degraded, LatencyStats, SlowEvent } from "./latency/latency.js";
export type { Summary } from "./latency/samples.js";
export type { Clock, Timer } from "./time/clock.js";
export type { Off } from "./listeners.js";
