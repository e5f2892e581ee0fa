const firstDelay = 500;
const stepDelay = 1_000;
const longestDelay = 30_000;
const firstTimeout = 2_000;
const longestTimeout = 15_000;

/**
 * How long to wait after so many failures in a row before the next attempt. The first wait is short, since most losses are a node
 * that left; all are random, since a node's clients lose it in the same moment.
 */
export function retryDelay(failures: number, random: () => number): number {
  return failures === 0
    ? random() * firstDelay
    : Math.min(stepDelay * 1.5 ** (failures - 1) + random() * stepDelay, longestDelay);
}

/** How long an attempt may take: a slow network gets more time with each one. */
export function connectTimeout(failures: number): number {
  return Math.min(firstTimeout * 1.2 ** failures, longestTimeout);
}
