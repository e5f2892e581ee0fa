// A key alone presses the button that names it. With a modifier, or where text is written, keys mean what they always do.
export function listenToKeys() {
  document.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey || key.repeat || key.target.closest("input, textarea")) return;
    const button = document.querySelector(`button[aria-keyshortcuts="${CSS.escape(key.key.toLowerCase())}"]`);
    button?.click();
  });
}
