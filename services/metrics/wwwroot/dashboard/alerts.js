import { plural } from "/assets/format.js";
import { element } from "./elements.js";

const units = { latency_p50: " ms", latency_p95: " ms", latency_p99: " ms", connections_opened: " /s" };

// What fires or is about to; the rules that are quiet stand folded below.
export function showAlerts({ list, quiet, summary }, alerts) {
  const loud = alerts.filter(({ state }) => state !== "ok");
  const firing = alerts.filter(({ state }) => state === "firing").length;
  show(list, loud);
  show(quiet, alerts.filter(({ state }) => state === "ok"));
  quiet.parentElement.hidden = quiet.childElementCount === 0;
  setText(summary, alerts.length === 0 ? "No rules" : firing > 0 ? `${plural(firing, "alert")} firing` : loud.length > 0 ? "Nothing fires yet" : "All quiet");
  summary.dataset.state = firing > 0 ? "firing" : "ok";
}

// Only what changed is touched: a screen reader would say all of it each second.
function show(list, alerts) {
  const wanted = alerts.map(describe);
  if (list.dataset.shown === JSON.stringify(wanted)) return;
  list.dataset.shown = JSON.stringify(wanted);
  list.replaceChildren(...wanted.map(({ name, state, severity, text }) => {
    const made = element("li", [element("strong", state, "chip"), element("span", name, "name"), element("span", text, "quiet")]);
    made.dataset.state = state;
    made.dataset.severity = severity;
    made.dataset.alert = name;
    return made;
  }));
}

function describe({ name, state, severity, signal, stage, lane, value, above, for_seconds: seconds }) {
  const unit = units[signal] ?? "";
  const of = [signal.replaceAll("_", " "), stage && `of ${stage}`, lane && `in ${lane}`].filter(Boolean).join(" ");
  const now = value === null ? (state === "ok" ? "nothing to say" : "no signal, so it is held") : `${Math.round(value * 10) / 10}${unit}`;
  return { name, state, severity, text: `${of}: ${now}, limit ${above}${unit}${seconds > 0 ? ` for ${seconds} s` : ""}` };
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
