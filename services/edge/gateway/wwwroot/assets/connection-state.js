import { withUnit } from "./format.js";

const words = {
  connecting: () => "Connecting",
  live: () => "Live",
  away: () => "Away, trying again",
  offline: () => "Offline",
  cut: () => "Cut off",
  refused: ({ why }) => why,
};

// Shows a stream's state; the element is a live region, so a change is spoken, and the round trip beside it is not.
export function showState(stream, { state, roundTrip }) {
  stream.addEventListener("state", ({ detail }) => {
    const text = words[detail.name](detail);
    document.documentElement.dataset.state = detail.name;
    if (state.textContent !== text) state.textContent = text;
    if (detail.name !== "live") roundTrip.textContent = "";
  });
  stream.addEventListener("measured", () => {
    roundTrip.textContent = `${withUnit(stream.clock.roundTrip)} round trip`;
  });
}
