import { lanes, type Lane } from "../protocol/lanes.js";
import type { Place } from "../protocol/messages.js";
import type { Position } from "./position.js";

/** Events that were missed and can't be had any more: history no longer has them. */
export interface Gap {
  channel: string;
  priority: Lane;
  /** The first offset that is missing; `null` where history was lost as a whole, and nobody knows how many there were. */
  from: number | null;
  /** The last one. */
  to: number;
  /** The epoch that the offsets belong to. */
  epoch: string;
}

/** What is missing between where a client was and where its stream starts anew. */
export function gapsBetween(channel: string, was: Place, starts: Position): Gap[] {
  return lanes.flatMap((priority): Gap[] => {
    const last = was.offsets[priority];
    const to = starts.at(priority);
    if (last === undefined) return [];
    if (was.epoch !== starts.epoch) return last > 0 || to > 0 ? [{ channel, priority, from: null, to, epoch: starts.epoch }] : [];
    return to > last ? [{ channel, priority, from: last + 1, to, epoch: starts.epoch }] : [];
  });
}
