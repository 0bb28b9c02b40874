// card.js: click a node of the diagram for what it is: a sentence, its formula, the network's layers, and where to read more.
import { make } from "./dom.js";
import { Popover } from "./popover.js";
import { CARDS, writeCount } from "./words.js";

const WITH_LAYERS = ["g", "d"];

export class Cards {
  constructor(root, view) {
    this.view = view;
    this.root = root;
    this.popover = new Popover(view.grid);
    for (const node of root.querySelectorAll("[data-focus]")) {
      for (const [name, value] of Object.entries({ tabindex: 0, role: "button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": CARDS[node.dataset.focus].name })) node.setAttribute(name, value);
      node.removeAttribute("aria-hidden");
    }
    root.addEventListener("click", (event) => this.open(event.target.closest("[data-focus]")));
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      const node = event.target.closest("[data-focus]");
      if (!node) return;
      event.preventDefault();
      this.open(node);
    });
  }

  setScene(scene) {
    this.scene = scene;
  }

  open(node) {
    if (!node || !this.scene) return;
    if (this.popover.isOpen && this.popover.owner === node) return this.popover.close();
    const name = node.dataset.focus;
    const { title, text, formula } = CARDS[name];
    const content = [make("h2", { class: "gan-coach-title" }, title), make("p", {}, node.dataset.tip)];
    if (this.scene.kind !== "toy") { // its tips say it all
      content.push(make("p", {}, text), make("div", { class: "gan-formula" }));
      content.at(-1).innerHTML = this.view.tooltip.formulas[node.dataset.formula ?? formula] ?? "";
    }
    if (WITH_LAYERS.includes(name)) content.push(this.makeLayers(this.scene.networks[name]));
    const notebook = this.scene.notebooks?.[name];
    if (notebook) content.push(make("p", { class: "gan-note", "data-whole": true }, "Read more in ", make("code", {}, notebook)));
    this.popover.open(node, title, this.root, ...content);
  }

  makeLayers({ layers, weights }) {
    const rows = layers.map(({ kind, shape, weights: own }) => make("tr", {}, make("th", { scope: "row" }, kind), make("td", {}, shape), make("td", {}, writeCount(own))));
    return make("table", { class: "gan-memory gan-layer-table" },
      make("thead", {}, make("tr", {}, ...["layer", "shape", "weights"].map((word) => make("th", { scope: "col" }, word)))),
      make("tbody", {}, ...rows), make("tfoot", {}, make("tr", {}, make("th", { scope: "row" }, "all"), make("td", {}), make("td", {}, writeCount(weights)))));
  }
}
