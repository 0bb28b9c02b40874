// menu.js: a panel below its button: it opens by the button and closes by Escape, a press elsewhere, or when the focus leaves.
import { make, setAttribute } from "./dom.js";

export class Menu {
  // opens() is called whenever the panel opens, before the focus goes to the first thing in it that takes one.
  constructor(button, panel, opens = () => {}) {
    Object.assign(this, { button, panel, opens });
    panel.classList.add("gan-menu");
    this.node = make("div", { class: "gan-menu-place" }, button, panel);
    button.addEventListener("click", () => this.toggle(panel.hidden));
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("focusout", (event) => event.relatedTarget && !this.node.contains(event.relatedTarget) && this.toggle(false));
    this.press = (event) => !this.node.contains(event.target) && this.toggle(false);
    document.addEventListener("pointerdown", this.press);
    this.toggle(false);
  }

  toggle(open) {
    const opens = open && this.panel.hidden;
    this.panel.hidden = !open;
    setAttribute(this.button, "aria-expanded", open);
    if (!opens) return;
    this.opens();
    this.stops[0]?.focus({ preventScroll: true });
  }

  close() {
    const inside = this.node.contains(document.activeElement);
    this.toggle(false);
    if (inside) this.button.focus();
  }

  get stops() {
    return [...this.panel.querySelectorAll("button, input:not([type=file])")].filter((stop) => stop.offsetParent && !stop.disabled);
  }

  // Escape closes; up and down go round the panel.
  key(event) {
    if (this.panel.hidden) return;
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (way) {
      const stops = this.stops;
      stops[(stops.indexOf(document.activeElement) + way + stops.length) % stops.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() {
    document.removeEventListener("pointerdown", this.press);
  }
}
