// format.js: one line of the menu of files: a format, what it is for, and what becomes of the file that was asked for.
import { make, setAttribute, setText } from "./dom.js";

export class FormatLine {
  // One of the host's formats; asked() when it is chosen.
  constructor([name, title, about, kinds, slow], asked) {
    Object.assign(this, { about, kinds, slow, busy: false, unseen: false });
    this.line = make("span", { class: "gan-muted gan-item-line" }, about);
    this.button = make("button", { type: "button", role: "menuitem", class: "gan-item", "data-format": name, onclick: asked },
      make("span", {}, title), make("span", { class: "gan-muted" }, `.${name}`), this.line, make("i", { class: "gan-item-bar", "aria-hidden": "true" }));
  }

  // Only what can be made of data of this kind is offered.
  setKind(kind) {
    this.button.hidden = this.kinds.length > 0 && !this.kinds.includes(kind);
  }

  // Another run has begun: what was made of the one before is told no more.
  forget() {
    this.unseen = false;
    if (!this.busy) setText(this.line, this.about);
  }

  begin() {
    Object.assign(this, { busy: true, began: performance.now(), share: 0 });
    setAttribute(this.button, "aria-busy", true);
    this.show();
  }

  // share: how much of the run is trained again, where that is known.
  show() {
    const seconds = Math.round((performance.now() - this.began) / 1000);
    setText(this.line, this.share ? `Training it again: ${Math.round(100 * this.share)} %` : `Making it, for ${seconds} s so far`);
    this.button.style.setProperty("--gan-done", this.share ? `${100 * this.share}%` : "");
  }

  // text: what became of it.
  end(text) {
    Object.assign(this, { busy: false, unseen: true });
    this.button.removeAttribute("aria-busy");
    setText(this.line, text);
  }

  // The menu opens: what became of a file is told once more, and the next time what the format is for.
  look() {
    if (this.busy) return;
    if (!this.unseen) setText(this.line, this.about);
    this.unseen = false;
  }
}
