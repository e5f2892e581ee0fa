/** Takes a listener off again. */
export type Off = () => void;

/** Listeners by the name of what they listen to. One that throws does not keep the others from hearing. */
export class Listeners<Events extends object> {
  readonly #all = new Map<keyof Events, Set<(detail: any) => void>>();

  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): Off {
    let some = this.#all.get(name);
    if (!some) this.#all.set(name, (some = new Set()));
    some.add(listener);
    return () => void some.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    for (const listener of [...(this.#all.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        report(error);
      }
    }
  }
}

/** An error in the app's own code is shown as if nothing had caught it, but after what is going on now. */
function report(error: unknown): void {
  queueMicrotask(() => {
    if (typeof reportError === "function") reportError(error);
    else throw error;
  });
}
