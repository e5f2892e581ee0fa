// dist/: ES modules and CommonJS, each with its types, and the service worker as one script.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bundle, root } from "./bundle.mjs";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const compile = (...options) => execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", ...options], { cwd: root, stdio: "inherit" });

rmSync(`${root}/dist`, { recursive: true, force: true });
compile("--outDir", "dist/esm");
compile("--outDir", "dist/cjs", "--module", "commonjs", "--moduleResolution", "node10");
writeFileSync(`${root}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
await bundle({ entryPoints: ["src/worker/platform-worker.ts"], outfile: "dist/platform-worker.js", format: "iife" });
