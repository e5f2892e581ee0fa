import { createContext, createElement, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import type { AnyEvents, ConnectionState, EventIn, EventMap, Gap, LatencyStats, Platform, SubscribeOptions, SubscriptionState } from "../index.js";

const Context = createContext<Platform | null>(null);

/** Gives a platform to all components below. It stays the app's own: who made it closes it. */
export function PlatformProvider({ platform, children }: { platform: Platform; children?: ReactNode }): ReactNode {
  return createElement(Context.Provider, { value: platform }, children);
}

/** The platform of the provider above. */
export function usePlatform(): Platform {
  const platform = useContext(Context);
  if (!platform) throw new Error("There is no PlatformProvider above this component.");
  return platform;
}

/** How a component listens to a channel. */
export interface ChannelOptions<Events extends EventMap> extends SubscribeOptions {
  /** How many events are kept for rendering, the newest. Default: 100. */
  keep?: number;
  /** Called for each event, before it is rendered. */
  onEvent?: (event: EventIn<Events>) => void;
  /** Called for what was missed and can't be had any more. */
  onGap?: (gap: Gap) => void;
}

/** A channel as a component sees it. */
export interface Channel<Events extends EventMap> {
  /** The newest events, the oldest of them first. */
  events: readonly EventIn<Events>[];
  /** The newest event. */
  last: EventIn<Events> | null;
  /** Whether events come. */
  state: SubscriptionState;
  /** Why not. */
  error: Error | null;
}

/**
 * Listens to a channel while the component is there. Components that name the same channel share one subscription, and the last one
 * that leaves ends it, unless the app itself listens to its events.
 */
export function useChannel<Events extends EventMap = AnyEvents>(channel: string, options: ChannelOptions<Events> = {}): Channel<Events> {
  const platform = usePlatform();
  const latest = useRef(options);
  latest.current = options;
  const [seen, setSeen] = useState<Channel<Events>>({ events: [], last: null, state: "waiting", error: null });

  useEffect(() => {
    setSeen({ events: [], last: null, state: "waiting", error: null });
    const subscription = platform.subscribe<Events>(channel, latest.current);
    const offs = [
      subscription.on("event", (event) => {
        latest.current.onEvent?.(event);
        setSeen((before) => ({ ...before, events: [...before.events, event].slice(-(latest.current.keep ?? 100)), last: event }));
      }),
      subscription.on("gap", (gap) => latest.current.onGap?.(gap)),
      subscription.on("error", (error) => setSeen((before) => ({ ...before, error }))),
      subscription.on("state", (state) => setSeen((before) => ({ ...before, state }))),
    ];
    setSeen((before) => ({ ...before, state: subscription.state }));
    return () => {
      offs.forEach((off) => off());
      // A component that takes its place at once, as in React's strict mode, goes on with the same subscription.
      queueMicrotask(() => {
        if (!subscription.isHeard) subscription.unsubscribe();
      });
    };
  }, [platform, channel]);

  return seen;
}

/** The connection's state. */
export function useConnection(): ConnectionState {
  const platform = usePlatform();
  const subscribe = useCallback((changed: () => void) => platform.on("state", changed), [platform]);
  const state = useCallback(() => platform.state, [platform]);
  return useSyncExternalStore(subscribe, state, state);
}

/** What was measured of the latency, each second anew while the component is there. */
export function useLatency(interval = 1_000): LatencyStats {
  const platform = usePlatform();
  const [stats, setStats] = useState<LatencyStats>(() => platform.stats());
  useEffect(() => {
    const timer = setInterval(() => setStats(platform.stats()), interval);
    return () => clearInterval(timer);
  }, [platform, interval]);
  return stats;
}
