// Sends events through ingest and returns their ids, in order, once RabbitMQ has confirmed every one.
export class Sender {
  #access;
  #user;
  #count = 0;
  #pending = new Set();

  constructor(access, user) {
    this.#access = access;
    this.#user = user;
  }

  send(lanes) {
    const sending = this.#send(lanes.map((priority) => (
      { event_type: "demo", priority, user_id: this.#user, data: { number: ++this.#count } })));
    this.#pending.add(sending);
    sending.catch(() => {}).finally(() => this.#pending.delete(sending));
    return sending;
  }

  // When all that was sent has been answered.
  settled() {
    return Promise.allSettled(this.#pending);
  }

  async #send(events) {
    const answer = await fetch("/api/v1/events", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${await this.#access.token()}` },
      body: JSON.stringify(events),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${body.title} ${body.detail ?? ""}`);
    return body.ids;
  }
}
