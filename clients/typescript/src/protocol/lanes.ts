/** A lane; lanes overtake each other, within one lane a channel's events are in order. */
export type Lane = "critical" | "high" | "normal";

/** All lanes, the most urgent first. */
export const lanes: readonly Lane[] = ["critical", "high", "normal"];
