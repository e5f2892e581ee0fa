// Packs the package as it would be published, and uses it in a fresh Node script and a fresh Vite project, or in that which is named. With
// PLATFORM_URL the Node script sends an event through a running platform.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { root } from "./bundle.mjs";

const folder = mkdtempSync(`${tmpdir()}/platform-trial-`);
const run = (cwd, command, ...parameters) => execFileSync(command, parameters, { cwd, stdio: ["ignore", "ignore", "inherit"] });
const install = (cwd, ...what) => run(cwd, "npm", "install", "--ignore-scripts", "--prefer-offline", "--no-fund", "--no-audit", "--loglevel=error", ...what);
try {
  run(root, "npm", "pack", "--loglevel=error", "--pack-destination", folder);
  const tarball = `${folder}/${readdirSync(folder).find((name) => name.endsWith(".tgz"))}`;
  cpSync(`${root}/trial`, folder, { recursive: true });

  for (const [name, use] of Object.entries({ node, vite })) {
    if (process.argv[2] && process.argv[2] !== name) continue;
    install(`${folder}/${name}`, tarball);
    use(`${folder}/${name}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function node(cwd) {
  run(cwd, process.execPath, "receive.mjs");
  run(cwd, process.execPath, "receive.cjs");
  const what = process.env.PLATFORM_URL ? "sends and receives with" : "loads";
  console.log(`A fresh Node script ${what} the package, as ES module and as CommonJS.`);
}

function vite(cwd) {
  run(cwd, "npm", "run", "build");
  console.log("A fresh Vite project type-checks and builds with the package.");
}
