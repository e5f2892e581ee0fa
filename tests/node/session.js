// A client with nothing but the official package, negotiation included: node session.js URL TOKEN NEWER_TOKEN CHANNEL
// It writes a line of JSON for all that it hears, and asks for the newer token's rights once it has heard a heartbeat.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const [url, token, newerToken, channel] = process.argv.slice(2);
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const connection = new HubConnectionBuilder()
  .withUrl(`${url}hubs/events`, { accessTokenFactory: () => token, transport: HttpTransportType.WebSockets })
  .configureLogging(LogLevel.None)
  .build();

let heartbeat;
const beating = new Promise((resolve) => (heartbeat = resolve));
connection.on("position", (position) => tell({ position: position.channel }));
connection.on("heartbeat", (time) => heartbeat(time));
connection.on("presence", (presence) => tell({ presence: presence.joined.map((user) => user.sub) }));
connection.on("events", (events) => events.forEach((event) => tell({ event: event.data, channel: event.channel })));
connection.onclose((error) => tell({ closed: error?.message ?? "" }));

await connection.start();
tell({ subscribed: (await connection.invoke("Subscribe", [{ channel, presence: true }, { channel: "topic:other" }])).map((answer) => answer.error) });
tell({ heartbeat: (await beating).server_time > 0 });
tell({ ended: (await connection.invoke("RefreshToken", newerToken)).ended });
tell({ subscribed: (await connection.invoke("Subscribe", [{ channel: "topic:other" }])).map((answer) => answer.error) });
