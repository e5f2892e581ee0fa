/** A UUID of version 7: the time first, so that ids sort as they were made. */
export function newId(now: number, random: (bytes: Uint8Array) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  const bytes = random(new Uint8Array(16));
  let time = Math.floor(now);
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return Array.from(bytes, (byte, i) => (i === 4 || i === 6 || i === 8 || i === 10 ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}
