// tooltip.js: one small tooltip for everything that carries data-tip; a sentence, then the formula; or
// lines of which the first is a title. A paper (data-paper) stands below, in its own language.
import { make } from "./dom.js";
import { FORMULAS } from "./words.js";

const DELAY = 450;
// Columns whose tips stand beside them (below, when they are a strip), so that neither the thing explained nor its neighbours are covered.
const BESIDE = { '[data-part="diagram"]': 1, ".gan-left": 1, ".gan-right": -1, ".gan-branches": 1 };
const AWAY = 8;
let tooltips = 0;

const within = (low, value, high) => Math.max(low, Math.min(value, high));

function placeBeside(owner, at, size) {
  const name = Object.keys(BESIDE).find((selector) => owner.closest(selector));
  const column = name && owner.closest(name).getBoundingClientRect();
  if (!column?.width) return null;
  if (column.width > column.height) return placeBelow({ left: at.left, width: at.width, top: column.top, bottom: column.bottom }, size);
  const left = BESIDE[name] > 0 ? column.right + AWAY : column.left - AWAY - size.width;
  if (left < AWAY || left + size.width + AWAY > innerWidth) return null;
  return [left, within(AWAY, at.top + (at.height - size.height) / 2, innerHeight - size.height - AWAY)];
}

function placeBelow(at, size) {
  const below = at.bottom + AWAY + size.height < innerHeight;
  return [within(AWAY, at.left + (at.width - size.width) / 2, innerWidth - size.width - AWAY), below ? at.bottom + AWAY : Math.max(AWAY, at.top - size.height - AWAY)];
}

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
    const { tip, paper } = owner.dataset;
    this.box.replaceChildren(...tip.split("\n").map((line) => make("p", {}, line)));
    if (paper) this.box.append(make("p", { class: "gan-tip-paper", "data-verbatim": true }, paper));
    if (formula) {
      const place = make("div", { class: "gan-formula" });
      place.innerHTML = formula;
      this.box.append(place);
    }
    this.box.hidden = false;
    owner.setAttribute("aria-describedby", this.box.id);
    const [at, size] = [owner.getBoundingClientRect(), this.box.getBoundingClientRect()];
    const [left, top] = placeBeside(owner, at, size) ?? placeBelow(at, size);
    this.box.style.left = `${left}px`;
    this.box.style.top = `${top}px`;
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
