const none = "–";

// Milliseconds with as many digits as can matter: 0.84, 3.2, 47, 1,250.
export function milliseconds(value) {
  if (value === null || value === undefined) return none;
  return value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : whole(value);
}

export function withUnit(value) {
  return value === null || value === undefined ? none : `${milliseconds(value)} ms`;
}

// A scale's tick: a round number with its unit.
export function tick(value) {
  return value >= 1_000 ? `${value / 1_000} s` : `${value} ms`;
}

export function whole(value) {
  return value === null || value === undefined ? none : Math.round(value).toLocaleString("en");
}

// A rate: small ones with a digit, since 0.3 a second is not none.
export function rate(value) {
  return value === null || value === undefined ? none : value > 0 && value < 10 ? value.toFixed(1) : whole(value);
}

export const plural = (count, word) => `${whole(count)} ${word}${count === 1 ? "" : "s"}`;
