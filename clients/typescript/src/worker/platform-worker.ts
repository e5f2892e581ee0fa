// The service worker as it is, for apps that have none of their own.
import { serveOutbox } from "./index.js";

serveOutbox(self);
// A newer one begins at once: it shares its tables with pages, not code.
self.addEventListener("install", () => void (self as unknown as { skipWaiting(): Promise<void> }).skipWaiting());
