// What the gateway's own pages use of the client.
export * from "../src/index.js";
export { offline } from "../src/offline/index.js";
