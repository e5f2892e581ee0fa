// What each entry point costs a page: minified and gzipped, without @microsoft/signalr and React. More than its limit fails.
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";

const limits = { "index.ts": 8_192, "offline/index.ts": 3_584, "react/index.ts": 1_024, "worker/platform-worker.ts": 2_048 };
let isTooLarge = false;
for (const [entry, limit] of Object.entries(limits)) {
  const { outputFiles } = await bundle({ entryPoints: [`src/${entry}`], write: false, external: ["@microsoft/signalr", "react"] });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  isTooLarge ||= size > limit;
  console.log(`${entry.padEnd(26)} ${String(size).padStart(6)} bytes gzipped, at most ${limit}${size > limit ? ": too large" : ""}`);
}
process.exitCode = isTooLarge ? 1 : 0;
