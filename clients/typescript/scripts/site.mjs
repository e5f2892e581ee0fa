// The client as the gateway's pages load it. The files are committed, so that nobody needs Node to run Platform; with --check nothing is
// written, and a file that is not what the sources make of it fails.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { bundle, root } from "./bundle.mjs";

const wwwroot = resolve(root, "../../services/edge/gateway/wwwroot");
const banner = { js: "// Made from clients/typescript by `npm run site`; change it there." };
const shared = { write: false, banner };
const files = {
  "assets/sdk/platform.js": { ...shared, entryPoints: ["site/platform.ts"], alias: { "@microsoft/signalr": "./site/signalr.js" }, external: ["../vendor/*"] },
  "platform-worker.js": { ...shared, entryPoints: ["src/worker/platform-worker.ts"], format: "iife" },
};

let isStale = false;
for (const [name, options] of Object.entries(files)) {
  const path = `${wwwroot}/${name}`;
  const { text } = (await bundle(options)).outputFiles[0];
  if (process.argv.includes("--check")) {
    if (read(path) === text) continue;
    isStale = true;
    console.error(`${name} is not what clients/typescript makes of it: npm run site`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`${path}: ${text.length} bytes`);
  }
}
process.exitCode = isStale ? 1 : 0;

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
