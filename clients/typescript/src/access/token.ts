/** What is read of a token: nothing of it is believed, the nodes check it. */
export interface Claims {
  sub?: string;
  /** When it ends: seconds since 1970. */
  exp?: number;
  /** When it was issued: seconds since 1970. */
  iat?: number;
}

/** A token's claims; of an opaque one, none. */
export function claimsOf(token: string): Claims {
  try {
    const payload = token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)))) as Claims;
  } catch {
    return {};
  }
}
