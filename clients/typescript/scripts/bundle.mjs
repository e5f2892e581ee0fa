import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** Bundles for browsers as apps do. */
export const bundle = (options) =>
  build({ absWorkingDir: root, bundle: true, minify: true, target: "es2022", format: "esm", legalComments: "none", logLevel: "warning", ...options });
