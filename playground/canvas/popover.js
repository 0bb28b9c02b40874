// popover.js: a small panel over the page, beside what opened it: one at a time, closed by Escape, by a press elsewhere or by its own cross.
import { icon, make } from "./dom.js";
import { retell } from "./tongue.js";

const BESIDE_GAP = 8;
const BELOW_BAR = 64; // the top bar stays free
const POPOVER_FULL = 720; // below this width a popover is as wide as the page

const keepWithin = (low, value, high) => Math.max(low, Math.min(value, Math.max(low, high)));

export class Popover {
  constructor(grid) {
    this.grid = grid;
    this.onkey = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    };
    this.onpress = (event) => {
      if (!this.node.contains(event.target) && !this.owner.contains(event.target)) this.close(false);
    };
    this.observer = new ResizeObserver(() => this.place()); // what it is to show may come later
  }

  get isOpen() {
    return Boolean(this.node);
  }

  // Opens for its owner, an element; beside a column (its element) or else below the owner.
  open(owner, label, column, ...content) {
    this.close(false);
    this.owner = owner;
    const cross = make("button", { type: "button", class: "gan-bare gan-cross", "aria-label": "Close", onclick: () => this.close() }, icon("close"));
    this.node = make("div", { class: "gan-popover", "data-part": "popover", role: "dialog", "aria-label": label, tabindex: -1 }, cross, ...content);
    this.grid.append(this.node);
    retell(this.node); // before it is measured
    this.column = column;
    this.place();
    this.observer.observe(this.node);
    this.expanded(true);
    document.addEventListener("keydown", this.onkey);
    document.addEventListener("pointerdown", this.onpress);
    this.node.focus({ preventScroll: true });
  }

  // A radio, for one, may not say that it is expanded.
  expanded(open) {
    if (this.owner.hasAttribute("aria-haspopup")) this.owner.setAttribute("aria-expanded", open);
  }

  place() {
    const [at, page, size] = [this.owner, this.grid, this.node].map((node) => node.getBoundingClientRect());
    const beside = this.column?.getBoundingClientRect();
    let [left, top] = [at.right - size.width, at.bottom + BESIDE_GAP];
    if (beside && beside.height > beside.width && page.width >= POPOVER_FULL) {
      [left, top] = [beside.right + BESIDE_GAP, keepWithin(BELOW_BAR, at.top + (at.height - size.height) / 2, innerHeight - size.height - BESIDE_GAP)];
    } else if (beside) left = at.left + (at.width - size.width) / 2;
    this.node.style.left = `${keepWithin(16, left - page.left, page.width - size.width - 16)}px`;
    this.node.style.top = `${top - page.top}px`;
    this.node.scrollIntoView({ block: "nearest" });
  }

  // The focus goes back to where it was, unless the press that closed it went elsewhere.
  close(back = true) {
    if (!this.node) return;
    document.removeEventListener("keydown", this.onkey);
    document.removeEventListener("pointerdown", this.onpress);
    this.observer.disconnect();
    this.node.remove();
    this.node = null;
    this.expanded(false);
    if (back) this.owner.focus({ preventScroll: true });
  }
}
