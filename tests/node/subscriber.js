// A client that keeps its place, with nothing but the official package: node subscriber.js URL TOKEN CHANNEL
// It writes a line of JSON for all that matters: subscribed, event, hole, gap.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const [url, token, channel] = process.argv.slice(2);
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// The epoch, and by lane the last offset that was seen.
let place = null;

// The answer to Subscribe comes before the first event, but its promise may resolve after a handler was called.
let early = null;

const connection = new HubConnectionBuilder()
  .withUrl(`${url}hubs/events?user=0`, {
    accessTokenFactory: () => token,
    skipNegotiation: true,
    transport: HttpTransportType.WebSockets,
  })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 100 + Math.random() * 400 })
  .configureLogging(LogLevel.None)
  .build();

connection.on("events", (events) => (early ? early.push(...events) : take(events)));

function take(events) {
  for (const event of events) {
    const last = place.offsets[event.priority] ?? 0;
    if (event.offset <= last) continue;
    if (event.offset > last + 1) tell({ hole: [last, event.offset] });
    place.offsets[event.priority] = event.offset;
    tell({ event: event.id });
  }
}

connection.on("position", (position) => {
  if (position.channel === channel) place = { epoch: position.epoch, offsets: position.offsets };
});
connection.on("gap", (gap) => {
  place.offsets[gap.priority] = gap.to;
  tell({ gap: [gap.from, gap.to] });
});
connection.on("draining", ({ reconnect_after_ms }) =>
  setTimeout(async () => {
    await connection.stop();
    await start();
  }, reconnect_after_ms),
);
connection.on("heartbeat", () => {});
connection.onreconnected(subscribe);

async function subscribe() {
  early = [];
  const [answer] = await connection.invoke("Subscribe", [{ channel, ...place }]);
  if (answer.error) {
    setTimeout(subscribe, 200);
    return;
  }
  place = { epoch: answer.epoch, offsets: answer.offsets };
  tell({ subscribed: answer.recovered });
  const events = early;
  early = null;
  take(events);
}

async function start() {
  for (;;) {
    try {
      await connection.start();
      return await subscribe();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

await start();
