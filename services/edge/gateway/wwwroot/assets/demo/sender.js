// Sends events through the client and returns their ids, in order, once they are safe: RabbitMQ holds them, or this device does.
export class Sender {
  #platform;
  #user;
  #count = 0;
  #pending = new Set();

  constructor(platform, user) {
    this.#platform = platform;
    this.#user = user;
  }

  send(lanes, type = "demo") {
    const sending = this.#send(lanes.map((priority) => (
      { event_type: type, priority, user_id: this.#user, data: { number: ++this.#count } })));
    this.#pending.add(sending);
    sending.catch(() => {}).finally(() => this.#pending.delete(sending));
    return sending;
  }

  // When all that was sent has been answered.
  settled() {
    return Promise.allSettled(this.#pending);
  }

  async #send(events) {
    return (await this.#platform.publish(events)).ids;
  }
}
