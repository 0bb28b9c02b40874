// yours.js: a picture of the visitor's own for G to translate: it takes the first row, and is translated anew in every frame.
import { make, setText } from "./dom.js";
import { readPixels } from "./pixels.js";
import { TIPS, YOURS } from "./words.js";

export class Yours {
  constructor(view) {
    this.view = view;
    this.file = view.name(make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": YOURS.choose, onchange: () => this.take(this.file.files[0]) }), "yours-file");
    this.chooser = view.name(make("button", { type: "button", class: "gan-chip", "data-tip": TIPS.yours, onclick: () => this.file.click() }, YOURS.choose), "yours");
    this.remover = view.name(make("button", { type: "button", class: "gan-chip", "data-tip": TIPS.noYours, hidden: true, onclick: () => view.send("translate", {}) }, YOURS.remove), "yours-remove");
    this.says = make("span", { class: "gan-muted", role: "status" });
    this.nodes = [this.says, this.remover, this.chooser, this.file]; // the chooser stays where it is
  }

  setScene({ pairs }) {
    this.pairs = pairs;
    setText(this.says, "");
  }

  async take(file) {
    this.file.value = "";
    if (!file) return;
    try {
      this.view.send("translate", { pixels: await readPixels(file, this.pairs.shape) });
      setText(this.says, "");
    } catch {
      setText(this.says, YOURS.unreadable);
    }
  }

  show({ arrays }) {
    this.remover.hidden = !arrays.own_input;
  }
}
