/** How much is kept for reading offline. */
export interface KeepLimits {
  /** At most so many events. */
  count: number;
  /** At most so long, in ms. */
  age: number;
}

/** What is to be forgotten: what is too old, and the oldest of what is too much. */
export function beyondLimits<Kept extends { kept_at: number }>(all: readonly Kept[], { count, age }: KeepLimits, now: number): Kept[] {
  const newestFirst = [...all].sort((a, b) => b.kept_at - a.kept_at);
  return newestFirst.filter((kept, n) => n >= count || kept.kept_at < now - age);
}
