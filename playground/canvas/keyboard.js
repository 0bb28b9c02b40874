// keyboard.js: space plays, right arrow steps, R resets, S is slow motion, escape leaves it; never where a key has a meaning already.

// What keeps every key to itself, what moves with the arrows, and what is pressed with space.
const WRITES = "input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable], [role=textbox], [role=option], [role=combobox], [role=listbox], .gan-draw, .gan-menu";
const KNOBS = "input, [role=slider], [role=radio], [role=tab]";
const MOVES = `${KNOBS}, [role=application]`;
const PRESSES = `button, [role=button], a[href], summary, ${KNOBS}`;

export class Keyboard {
  // Alone on its page (an app) the view hears every key; in a notebook only while it has the focus or the pointer.
  constructor(root, transport, everywhere) {
    const actions = {
      " ": () => transport.togglePlay(),
      ArrowRight: () => transport.step(),
      r: () => transport.reset.click(),
      s: () => transport.toggleSlow(),
      Escape: () => transport.setSlow(false),
    };
    this.listener = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!everywhere && !root.matches(":hover") && !root.contains(document.activeElement)) return;
      if (event.target.closest?.(WRITES)) return;
      if (event.key === " " && event.target.closest?.(PRESSES)) return;
      if (event.key === "ArrowRight" && event.target.closest?.(MOVES)) return;
      if (event.key === "Escape" && (!transport.isSlow || root.querySelector('[data-drawer="open"], [data-drawing="open"], .gan-popover, .gan-card:not([hidden])'))) return;
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
