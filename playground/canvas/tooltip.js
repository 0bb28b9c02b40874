// tooltip.js: one small tooltip for everything that carries data-tip; a sentence, then the formula.
import { make } from "./dom.js";
import { FORMULAS } from "./words.js";

const DELAY = 450;
let tooltips = 0;

export class Tooltip {
  constructor(root) {
    this.root = root;
    this.formulas = { ...FORMULAS };
    this.box = make("div", { class: "gan-tip", role: "tooltip", id: `gan-tip-${++tooltips}`, hidden: true });
    document.body.append(this.box);
    this.listeners = {
      pointerover: (event) => event.pointerType !== "touch" && this.arm(event.target, DELAY),
      pointerout: () => this.hide(),
      pointerdown: (event) => { this.hide(); this.pressed = event.target.closest?.("[data-tip]"); },
      focusin: (event) => event.target.matches?.(":focus-visible") && this.arm(event.target, 0),
      focusout: () => this.hide(),
      keydown: (event) => event.key === "Escape" && this.hide(),
    };
    for (const [name, listener] of Object.entries(this.listeners)) root.addEventListener(name, listener);
  }

  arm(target, delay) {
    const owner = target.closest?.("[data-tip]");
    if (owner === this.owner) return;
    this.hide();
    if (owner !== this.pressed) this.pressed = null; // what was pressed has no need of its tip until the pointer has left it
    if (!owner || this.pressed) return;
    this.timer = setTimeout(() => this.show(owner), delay);
  }

  show(owner) {
    this.owner = owner;
    const formula = this.formulas[owner.dataset.formula];
    this.box.replaceChildren(make("span", {}, owner.dataset.tip));
    if (formula) {
      const place = make("div", { class: "gan-formula" });
      place.innerHTML = formula;
      this.box.append(place);
    }
    this.box.hidden = false;
    owner.setAttribute("aria-describedby", this.box.id);
    const [at, size] = [owner.getBoundingClientRect(), this.box.getBoundingClientRect()];
    const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - 8);
    const below = at.bottom + 8 + size.height < innerHeight;
    this.box.style.left = `${left}px`;
    this.box.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - size.height - 8)}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.owner?.removeAttribute("aria-describedby");
    this.owner = null;
  }

  destroy() {
    this.hide();
    for (const [name, listener] of Object.entries(this.listeners)) this.root.removeEventListener(name, listener);
    this.box.remove();
  }
}
