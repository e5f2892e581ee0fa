/** Time, and what is to be done later. Tests put a virtual one in its place. */
export interface Clock {
  /** Milliseconds since 1970, with a fraction where the machine has one. */
  now(): number;
  /** Does something once, after so many milliseconds. */
  after(delay: number, action: () => void): Timer;
}

/** Something that is to be done later. */
export interface Timer {
  /** It is not to be done. */
  cancel(): void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  // Date.now() counts whole milliseconds, and jumps when somebody sets the clock.
  now: () => performance.timeOrigin + performance.now(),
  after(delay, action) {
    const timer = setTimeout(action, delay);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Resolves after so many milliseconds. */
export const pause = (clock: Clock, delay: number): Promise<void> => new Promise((done) => clock.after(delay, done));
