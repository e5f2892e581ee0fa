// A scale places values between 0 (the bottom) and 1 (the top), and names those that deserve a line.

const steps = [1, 2, 5];

// The smallest of 1, 2, 5, 10, 20, … that is not below the value.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [...steps, 10].map((step) => step * power).find((round) => round >= value * (1 - 1e-9));
}

// For counts: from 0 to a round number above the largest, at least `least`.
export function linear(largest, least = 4) {
  const top = roundUp(Math.max(largest, least));
  const step = roundUp(top / 5);
  const ticks = [];
  for (let tick = 0; tick <= top + step / 2; tick += step) ticks.push(tick);
  return { top, ticks, place: (value) => Math.min(Math.max(value / top, 0), 1) };
}

// For times, which differ by powers: one slow event does not press all others flat.
export function logarithmic(largest, { bottom = 0.5, least = 20 } = {}) {
  const top = roundUp(Math.max(largest, least));
  const ticks = [];
  for (let power = 10 ** Math.floor(Math.log10(bottom)); power <= top; power *= 10) {
    ticks.push(...steps.map((step) => step * power).filter((tick) => tick > bottom && tick <= top));
  }

  // Over many decades, one line each is enough.
  const decades = Math.log10(top / bottom);
  return {
    top,
    ticks: decades > 2 ? ticks.filter((tick) => Number.isInteger(Math.log10(tick))) : ticks,
    place: (value) => Math.min(Math.max(Math.log10(Math.max(value, bottom) / bottom) / decades, 0), 1),
  };
}
