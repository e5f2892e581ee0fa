import assert from "node:assert/strict";
import { test } from "node:test";
import { connectTimeout, retryDelay } from "../src/connection/backoff.js";

test("the first wait is random up to half a second", () => {
  assert.equal(retryDelay(0, () => 0), 0);
  assert.equal(retryDelay(0, () => 0.999), 499.5);
});

test("later waits grow by half, with up to a second of chance, to half a minute at most", () => {
  assert.equal(retryDelay(1, () => 0), 1_000);
  assert.equal(retryDelay(1, () => 1), 2_000);
  assert.equal(retryDelay(4, () => 0), 3_375);
  assert.equal(retryDelay(50, () => 0), 30_000);
  assert.equal(retryDelay(9, () => 1), Math.min(1_000 * 1.5 ** 8 + 1_000, 30_000));
});

test("an attempt gets more time with each failure, to 15 seconds at most", () => {
  assert.equal(connectTimeout(0), 2_000);
  assert.equal(connectTimeout(1), 2_400);
  assert.equal(connectTimeout(100), 15_000);
});
