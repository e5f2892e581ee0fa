// The lanes, the most urgent first. A lane's colour is the custom property of its name.
export const lanes = ["critical", "high", "normal"];

export const colourOf = (lane) => `--${lane}`;
