const assert = require("node:assert/strict");
const { AccessDenied, Platform } = require("@platform/client");
const { serveOutbox } = require("@platform/client/worker");
const { offline } = require("@platform/client/offline");

assert.equal(new Platform("http://127.0.0.1:9", { getToken: () => "", autoConnect: false }).state, "closed");
assert.ok(new AccessDenied("no") instanceof Error);
assert.equal(typeof serveOutbox, "function");
assert.equal(typeof offline({ user: "42" }), "function");
