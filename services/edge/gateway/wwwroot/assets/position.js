import { lanes } from "./lanes.js";

// Where a client stands in a channel: the epoch, and the last offset that it took in each lane. All that resume needs.
export class Position {
  epoch = null;
  offsets = null;

  // From an answer to Subscribe or a position message. A lane that is absent has never had an event.
  set({ epoch, offsets }) {
    this.epoch = epoch;
    this.offsets = Object.fromEntries(lanes.map((lane) => [lane, offsets?.[lane] ?? 0]));
  }

  // "take" the next one, "drop" one that was seen, or "hole": something is missing before it.
  judge({ priority, offset }) {
    const next = this.offsets[priority] + 1;
    return offset === next ? "take" : offset < next ? "drop" : "hole";
  }

  moveTo(lane, offset) {
    this.offsets[lane] = offset;
  }

  request(channel) {
    return { channel, epoch: this.epoch, offsets: this.offsets };
  }
}
