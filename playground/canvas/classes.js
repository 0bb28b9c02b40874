// classes.js: which class the fakes are of, in a run that is told classes, and how well each of them is learned by now.
import { make, setAttribute, setText } from "./dom.js";
import { CLASSES } from "./words.js";

export class Classes {
  constructor(view) {
    this.view = view;
    this.choice = view.name(make("select", { "aria-label": CLASSES.choose, "data-tip": CLASSES.tip, onchange: () => this.choose(this.choice.value) }), "class");
    this.bars = make("span", { class: "gan-class-bars", "data-tip": CLASSES.barsTip, role: "img", "aria-label": CLASSES.bars });
    this.node = make("span", { class: "gan-classes" }, this.bars, this.choice);
  }

  // The picture has made its head anew.
  setScene({ classes, coded }) {
    this.names = classes ?? [];
    if (!this.names.length) return;
    this.choice.replaceChildren(make("option", { value: "" }, coded ? CLASSES.allCodes : CLASSES.all), ...this.names.map((name, i) => make("option", { value: i }, name)));
    this.bars.replaceChildren(...this.names.map((name, i) => make("i", { onclick: () => this.choose(this.shown === i ? "" : i) }, make("b", {}))));
    setAttribute(this.choice, "data-tip", coded ? CLASSES.codesTip : CLASSES.tip);
    this.bars.hidden = true;
    this.shares = this.shown = undefined;
    this.view.picture.head.firstElementChild.append(this.node);
    this.view.picture.head.firstElementChild.querySelector(".gan-muted")?.remove();
  }

  choose(label) {
    this.view.send("class", { label: label === "" ? null : Number(label) });
  }

  show({ classes }) {
    if (!this.names?.length || !classes) return;
    const { label, shares } = classes;
    if (label !== this.shown) {
      this.shown = label;
      this.choice.value = label ?? "";
      [...this.bars.children].forEach((bar, i) => setAttribute(bar, "data-shown", label === null || label === i));
    }
    if (!shares || String(shares) === this.shares) return;
    this.shares = String(shares);
    this.bars.hidden = false;
    shares.forEach((share, i) => {
      const said = share === null ? "–" : `${Math.round(100 * share)} %`;
      this.bars.children[i].firstChild.style.height = `${100 * (share ?? 0)}%`;
      setText(this.choice.options[i + 1], `${this.names[i]} · ${said}`);
    });
  }
}
