export const span = 600_000;

// The snapshots of the last ten minutes, oldest first.
export class Snapshots {
  #all = [];

  get latest() {
    return this.#all.at(-1) ?? null;
  }

  add(event) {
    this.#all.push({ at: Date.parse(event.timestamp), ...event.data });
    while (this.#all[0].at < this.latest.at - span) this.#all.shift();
  }

  // One value over time; a snapshot that has none is passed over.
  points(read, readLow) {
    return this.#all.flatMap((snapshot) => {
      const value = read(snapshot);
      return value === undefined || value === null ? [] : [{ at: snapshot.at, value, low: readLow?.(snapshot) }];
    });
  }
}
