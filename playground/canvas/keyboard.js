// keyboard.js: space plays, right arrow steps, R resets, S is slow motion; never where a key has a meaning already.

const BUSY = "input, textarea, select, button, a[href], summary, [contenteditable], [role=slider], [role=textbox], [role=radio], [role=tab], [role=option], [role=combobox]";

export class Keyboard {
  // Alone on its page (an app) the view hears every key; in a notebook only while it has the focus or the pointer.
  constructor(root, transport, everywhere) {
    const actions = {
      " ": () => transport.togglePlay(),
      ArrowRight: () => transport.step(),
      r: () => transport.reset.click(),
      s: () => transport.toggleSlow(),
    };
    this.listener = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!everywhere && !root.matches(":hover") && !root.contains(document.activeElement)) return;
      if (event.target.closest?.(BUSY)) return;
      const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action || (event.repeat && event.key !== "ArrowRight")) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    // Capturing, because a notebook would take space and the letters for its own cells.
    document.addEventListener("keydown", this.listener, true);
  }

  destroy() {
    document.removeEventListener("keydown", this.listener, true);
  }
}
