// The server's time, in milliseconds since 1970, by its answers to pings: latency is measured between two machines' clocks.
const kept = 8;

export class ServerClock {
  #samples = [];

  // What this machine's clock is behind the server's, as far as the quickest round trip can prove that there is a difference.
  get offset() {
    const best = this.#best();
    return best && Math.abs(best.offset) > best.roundTrip / 2 ? best.offset : 0;
  }

  get roundTrip() {
    return this.#best()?.roundTrip ?? null;
  }

  now() {
    return local() + this.offset;
  }

  async measure(ping) {
    const sent = local();
    const { server_time: answered } = await ping(sent);
    const received = local();
    this.#samples.push({ roundTrip: received - sent, offset: answered - (sent + received) / 2 });
    if (this.#samples.length > kept) this.#samples.shift();
  }

  #best() {
    return this.#samples.reduce((best, sample) => (best && best.roundTrip <= sample.roundTrip ? best : sample), null);
  }
}

// Finer than Date.now(), which counts whole milliseconds.
function local() {
  return performance.timeOrigin + performance.now();
}
