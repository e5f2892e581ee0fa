import { Platform, type EventIn } from "@platform/client";
import { offline } from "@platform/client/offline";
import { PlatformProvider, useChannel, useConnection, useLatency } from "@platform/client/react";
import worker from "@platform/client/platform-worker.js?url";
import { createElement } from "react";

type Orders = { shipped: { order: number }; cancelled: { order: number; why: string } };

const describe = (event: EventIn<Orders>): string => (event.event_type === "cancelled" ? event.data.why : `order ${event.data.order}`);

function Board() {
  const { events, state } = useChannel<Orders>("topic:orders", { keep: 10 });
  return createElement("p", null, useConnection(), state, events.map(describe).join(), useLatency().round_trip.p95);
}

const platform = new Platform("", { getToken: () => "", positions: "session", offline: offline({ user: "42", worker }) });
export const app = createElement(PlatformProvider, { platform }, createElement(Board));
platform.subscribe<Orders>("topic:orders").when("cancelled", (event) => console.log(event.data.why));
