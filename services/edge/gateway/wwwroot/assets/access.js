import { Refusal } from "./event-stream.js";

const renewBefore = 60_000;

// The right to what a page shows: in Development whoever asks gets a token; elsewhere the user brings one.
export class Access {
  #wish;
  #token;
  #isGiven = false;

  constructor(wish) {
    this.#wish = wish;
  }

  // Whether Development's door gave a token. If not, bring() must come first.
  async open() {
    const answer = await fetch("/dev/token", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(this.#wish),
    });
    if (answer.status === 404) return false;
    if (!answer.ok) throw new Error(`/dev/token answered ${answer.status}.`);
    this.#token = (await answer.json()).token;
    return true;
  }

  bring(token) {
    this.#token = token.trim();
    this.#isGiven = true;
    if (!this.claims.sub) throw new Refusal("This is not a token: three parts with dots between them are expected.");
  }

  async token() {
    if (!this.#isGiven && this.claims.exp * 1_000 - Date.now() < renewBefore) await this.open();
    return this.#token;
  }

  get claims() {
    try {
      const payload = this.#token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
      return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0))));
    } catch {
      return {};
    }
  }
}
