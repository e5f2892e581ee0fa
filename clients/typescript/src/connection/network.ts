/** What is known about the network and about who looks: a browser tells both, Node neither. */
export interface Network {
  /** Whether there is a network, as far as one knows. */
  readonly online: boolean;
  /** Whether somebody looks at the page. */
  readonly visible: boolean;
  /** Tells each change, until the function that it returns is called. */
  watch(changed: () => void): () => void;
}

const everywhere: Network = { online: true, visible: true, watch: () => () => {} };

const inBrowser: Network = {
  get online() {
    return navigator.onLine !== false;
  },
  get visible() {
    return typeof document === "undefined" || document.visibilityState === "visible";
  },
  watch(changed) {
    const targets: [EventTarget, string][] = [[globalThis, "online"], [globalThis, "offline"]];
    if (typeof document !== "undefined") targets.push([document, "visibilitychange"]);
    for (const [target, name] of targets) target.addEventListener(name, changed);
    return () => {
      for (const [target, name] of targets) target.removeEventListener(name, changed);
    };
  },
};

/** The network of this program. */
export const ownNetwork = (): Network =>
  typeof addEventListener === "function" && typeof navigator !== "undefined" ? inBrowser : everywhere;
