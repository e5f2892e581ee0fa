// The unit tests: types first, then node's own runner over the bundled test files. Arguments go to the runner.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { bundle, root } from "./bundle.mjs";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "--noEmit"], { cwd: root, stdio: "inherit" });

const out = `${root}/.build/test`;
rmSync(out, { recursive: true, force: true });
const entryPoints = readdirSync(`${root}/test`, { recursive: true }).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
await bundle({ entryPoints, outdir: out, outbase: "test", outExtension: { ".js": ".mjs" }, minify: false, platform: "node", packages: "external", sourcemap: "inline" });
const files = entryPoints.map((name) => `${out}/${name.slice("test/".length, -".ts".length)}.mjs`);
process.exit(spawnSync(process.execPath, ["--enable-source-maps", "--test", ...process.argv.slice(2), ...files], { stdio: "inherit" }).status ?? 1);
