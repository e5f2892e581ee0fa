// The lanes of a burst: mostly normal, as in life.
export function burst(count = 200) {
  return Array.from({ length: count }, (_, n) => (n % 20 === 7 ? "critical" : n % 5 === 3 ? "high" : "normal"));
}
