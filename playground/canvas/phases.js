// phases.js: slow motion: the eleven phases of one step as a list, and the panel that explains the current one.
import { icon, make, setText } from "./dom.js";
import { TIPS, minus } from "./words.js";

const [SMALLEST_FORMULA, LARGEST_FORMULA] = [12, 17]; // px; a wide one is set smaller before it must be scrolled
const TURNS = { d: "D’s turn", g: "G’s turn" };

// The phases in runs of the same turn. Where both players look before either moves, there are four runs.
function runs(phases) {
  const found = [];
  phases.forEach(({ turn }, i) => {
    const last = found[found.length - 1];
    if (last?.turn === turn) last.indices.push(i);
    else found.push({ turn, indices: [i] });
  });
  return found;
}

export class Phases {
  constructor(listRoot, panelRoot, view) {
    this.listRoot = listRoot;
    this.over = make("p", { class: "gan-note" });
    this.title = make("h2", { class: "gan-big" });
    this.text = make("p", { class: "gan-phase-text" });
    this.formula = make("div", { class: "gan-panel gan-formula" });
    this.memory = make("table", { class: "gan-memory" });
    this.next = make("button", { type: "button", class: "gan-button gan-primary", "data-tip": TIPS.next, onclick: () => view.send("next") }, "Next phase", icon("right"));
    this.back = make("button", { type: "button", class: "gan-button", "data-tip": TIPS.previous, onclick: () => view.send("previous") }, "Previous");
    this.leave = make("button", { type: "button", class: "gan-bare", "data-tip": TIPS.leave, onclick: () => view.transport.setSlow(false) }, "Leave");
    panelRoot?.append(
      make("div", { class: "gan-buttons" }, this.next, this.back, this.leave), // on top, where no text moves them
      make("div", { class: "gan-phase", "aria-live": "polite" }, this.over, this.title, this.text), this.formula,
      make("h3", { class: "gan-heading", "data-tip": TIPS.memory }, "In memory now"), this.memory);
  }

  setScene(scene) {
    this.total = scene.phases.length;
    this.items = scene.phases.map(({ title }, i) => make("li", {}, make("i", {}, String(i + 1)), title));
    const groups = runs(scene.phases).map(({ turn, indices }) => [
      make("h3", { class: "gan-note" }, TURNS[turn]),
      make("ol", {}, ...indices.map((i) => this.items[i])),
    ]);
    this.clear();
    this.listRoot?.replaceChildren(make("h2", { class: "gan-heading" }, "One step, phase by phase"), ...groups.flat());
  }

  show({ phase }) {
    if (!phase) return this.clear();
    this.back.disabled = phase.index === 1;
    this.items.forEach((item, i) => {
      item.classList.toggle("gan-done", i + 1 < phase.index);
      if (i + 1 === phase.index) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    setText(this.over, `Phase ${phase.index} of ${this.total} · ${TURNS[phase.turn]}`);
    setText(this.title, phase.title);
    setText(this.text, phase.text);
    this.write(phase.formula);
    this.memory.replaceChildren(...(phase.memory ?? []).map(([name, shape, note]) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, shape), make("td", {}, minus(note)))));
  }

  write(formula) {
    if (this.written === formula) return;
    this.written = formula;
    this.formula.innerHTML = formula ?? "";
    this.formula.hidden = !formula;
    this.formula.style.fontSize = "";
    const { clientWidth: room, scrollWidth: wide } = this.formula;
    const margin = parseFloat(getComputedStyle(this.formula).paddingRight); // which does not scroll
    if (wide > room - margin) this.formula.style.fontSize = `${Math.max(SMALLEST_FORMULA, Math.floor((LARGEST_FORMULA * (room - margin)) / wide))}px`;
  }

  // Nothing of a step that is over stays in the panel or the list.
  clear() {
    for (const item of this.items) {
      item.classList.remove("gan-done");
      item.removeAttribute("aria-current");
    }
    for (const node of [this.over, this.title, this.text]) setText(node, "");
    this.write(null);
    this.memory.replaceChildren();
  }
}
