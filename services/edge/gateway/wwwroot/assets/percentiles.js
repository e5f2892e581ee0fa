// The value that a share of the values is at or below: the nearest rank, so always one that was measured. Null without values.
export function percentiles(values, ...percents) {
  const sorted = Float64Array.from(values).sort();
  return percents.map((percent) =>
    sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]);
}
