// Packs the package as it would be published, and uses it in a fresh Node script and a fresh Vite project.
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

  install(`${folder}/node`, tarball);
  run(`${folder}/node`, process.execPath, "receive.mjs");
  run(`${folder}/node`, process.execPath, "receive.cjs");
  console.log("A fresh Node script uses the package, as ES module and as CommonJS.");

  install(`${folder}/vite`, tarball);
  run(`${folder}/vite`, "npm", "run", "build");
  console.log("A fresh Vite project type-checks and builds with the package.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
