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
    if (was.epoch !== starts.epoch) return last > 0 || to > 0 ? [unknown(channel, priority, starts)] : [];
    return to > last ? [{ channel, priority, from: last + 1, to, epoch: starts.epoch }] : [];
  });
}

/** The lanes of which a new epoch does not know what a client has seen: nobody can say what else was forgotten. */
export const forgottenBy = (channel: string, was: Place, starts: Position): Gap[] =>
  lanes.filter((priority) => starts.at(priority) < (was.offsets[priority] ?? 0)).map((priority) => unknown(channel, priority, starts));

const unknown = (channel: string, priority: Lane, starts: Position): Gap => (
  { channel, priority, from: null, to: starts.at(priority), epoch: starts.epoch });
