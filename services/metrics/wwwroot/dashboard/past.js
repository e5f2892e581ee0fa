import { kept } from "./snapshots.js";

// The events before one, as many as are kept, from the channel's history: beside the stream, so that the page shows how it is now before it
// knows how it was.
export async function before({ channel, offset }, access) {
  const past = [];
  for (let after = Math.max(offset - 1 - kept, 0); after < offset - 1;) {
    const query = new URLSearchParams({ priority: "high", after, limit: kept });
    const answer = await fetch(`/api/v1/channels/${channel}/history?${query}`, { headers: { Authorization: `Bearer ${await access.token()}` } });
    if (!answer.ok) throw new Error(`history: ${answer.status}`);
    const { events, next_offset: next } = await answer.json();
    if (events.length === 0) break;
    past.push(...events.filter((event) => event.offset < offset));
    after = next;
  }
  return past;
}
