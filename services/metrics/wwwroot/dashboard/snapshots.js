// As many as history keeps unless it is told otherwise; what is older comes from the stats API.
export const kept = 1_000;

const read = ({ timestamp, data }) => ({ at: Date.parse(timestamp), ...data });

// The newest snapshots, oldest first.
export class Snapshots {
  #all = [];

  get latest() {
    return this.#all.at(-1) ?? null;
  }

  add(event) {
    this.#all.push(read(event));
    this.#bound();
  }

  // Those from before the first one.
  addPast(events) {
    this.#all.unshift(...events.map(read));
    this.#bound();
  }

  #bound() {
    if (this.#all.length > kept) this.#all.splice(0, this.#all.length - kept);
  }

  // One value over time; a snapshot that has none is passed over. With worstOf, of each so many milliseconds the largest.
  points(read, worstOf = 0) {
    const points = [];
    for (const snapshot of this.#all) {
      const value = read(snapshot);
      if (value === undefined || value === null) continue;
      const slot = worstOf === 0 ? snapshot.at : Math.floor(snapshot.at / worstOf);
      const last = points.at(-1);
      if (last?.slot !== slot) points.push({ slot, at: snapshot.at, value });
      else last.value = Math.max(last.value, value);
    }
    return points;
  }
}
