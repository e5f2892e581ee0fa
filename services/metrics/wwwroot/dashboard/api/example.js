const longestArray = 5;

// The example of an operation's good answer.
export function exampleOf(responses) {
  return sample(responses["200"]?.content?.["application/json"]?.example ?? null);
}

// JSON for people; of long arrays the beginning.
export function sample(value) {
  return JSON.stringify(value, (_, part) =>
    Array.isArray(part) && part.length > longestArray ? [...part.slice(0, longestArray), `… ${part.length - longestArray} more`] : part, 2);
}
