// own.js: a place to drop one’s own pictures or text: they go to the host piece by piece, and it tells what it took and what it did not.
import { make, setAttribute, setText } from "./dom.js";
import { encodeBase64 } from "./pixels.js";
import { Popover } from "./popover.js";
import { OWN } from "./words.js";

const PIECE = 768 * 1024; // bytes sent at once
const SIZES = [16, 32, 64];
const STRINGS = 12; // of a text that are shown

export class Own {
  constructor(view) {
    this.view = view;
    this.popover = new Popover(view.grid);
    this.files = [];
    this.make();
    this.listen(view.grid);
  }

  make() {
    const named = (node, id) => this.view.name(node, id);
    this.chosen = named(make("input", { type: "file", multiple: true, accept: "image/*,.zip,application/zip,text/*", hidden: true, "aria-label": OWN.choose, onchange: () => this.take(this.chosen.files) }), "own-files");
    this.chooser = named(make("button", { type: "button", class: "gan-button", "data-tip": OWN.chooseTip, onclick: () => this.chosen.click() }, OWN.choose), "own-choose");
    this.size = named(make("select", { "aria-label": OWN.size, onchange: () => this.take(this.files) }, ...SIZES.map((size) => make("option", { value: size }, `${size} × ${size}`))), "own-size");
    this.size.value = 32;
    this.says = named(make("p", { role: "status" }), "own-says");
    this.few = make("p", { class: "gan-note" });
    this.sheet = make("img", { class: "gan-own-sheet", alt: OWN.sheet, hidden: true });
    this.strings = named(make("ul", { class: "gan-own-strings", "aria-label": OWN.strings, "data-verbatim": true, hidden: true }), "own-strings");
    this.leftTitle = make("summary", {});
    this.leftList = make("ul", {});
    this.left = named(make("details", { class: "gan-own-left", hidden: true }, this.leftTitle, this.leftList), "own-left");
    this.useButton = named(make("button", { type: "button", class: "gan-button gan-cure", "data-tip": OWN.useTip, disabled: true, onclick: () => this.use() }, OWN.use), "own-use");
    this.zone = named(make("div", { class: "gan-own-zone" }, this.chooser, make("span", { class: "gan-muted" }, OWN.drop), this.chosen), "own-zone");
    this.sizeLabel = make("label", { class: "gan-own-size", "data-tip": OWN.sizeTip }, OWN.size, this.size);
    this.content = [
      make("h2", { class: "gan-coach-title" }, OWN.title), make("p", {}, OWN.about), this.zone, this.says, this.sheet, this.strings, this.few, this.left,
      make("div", { class: "gan-own-ends" }, this.sizeLabel, this.useButton),
    ];
  }

  // Files may be dropped anywhere on the page.
  listen(grid) {
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    this.over = (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      setAttribute(grid, "data-dropping", event.type === "dragover");
    };
    this.drop = (event) => {
      if (!carries(event)) return;
      this.over(event);
      const [file, ...others] = event.dataTransfer.files;
      if (this.view.scene?.kind === "pairs" && !others.length && file?.type.startsWith("image/")) return this.view.picture.yours.take(file);
      this.reveal?.();
      this.open(this.owner ?? grid, this.column);
      this.take(event.dataTransfer.files);
    };
    addEventListener("dragover", this.over);
    addEventListener("dragleave", this.over);
    addEventListener("drop", this.drop);
  }

  // Beside its tile; dropped on the page before that was ever opened, in its middle.
  open(owner, column) {
    Object.assign(this, { owner, column });
    if (this.popover.isOpen) return;
    this.popover.open(owner, OWN.title, column, ...this.content);
    this.popover.node.classList.add("gan-own");
    this.chooser.focus({ preventScroll: true });
  }

  // -- sending ----------------------------------------------------------------------------------------------------

  async take(files) {
    if (!files.length || this.busy) return;
    this.files = [...files];
    this.chosen.value = "";
    this.show({});
    this.setBusy(true);
    setText(this.says, OWN.sent(0));
    this.blob = new Blob(this.files);
    this.at = 0;
    this.view.ask("pictures", { do: "begin", files: this.files.map(({ name, size }) => [name, size]) });
  }

  async next() {
    if (this.at >= this.blob.size) {
      setText(this.says, OWN.checking);
      return this.view.ask("pictures", { do: "check", size: Number(this.size.value) });
    }
    const piece = this.blob.slice(this.at, this.at + PIECE);
    this.at += piece.size;
    try {
      const data = encodeBase64(new Uint8Array(await piece.arrayBuffer()));
      setText(this.says, OWN.sent(this.at / this.blob.size));
      this.view.ask("pictures", { do: "part", data });
    } catch (error) { // the file was changed or removed meanwhile
      this.answer({ refused: `The browser could not read this file: ${error.message}` });
    }
  }

  // What the host says to begin, part or check.
  answer(reply) {
    if (reply.refused || reply.do === "check") {
      this.setBusy(false);
      return this.show(reply);
    }
    this.next();
  }

  setBusy(busy) {
    this.busy = busy;
    setAttribute(this.zone, "aria-busy", busy);
    this.chooser.disabled = this.size.disabled = busy;
  }

  // -- the result -------------------------------------------------------------------------------------------------

  show(reply) {
    this.found = reply.content ? reply : null;
    const taken = () => (reply.strings ? OWN.takenText(reply.count, reply.length) : OWN.taken(reply.count, reply.size));
    setText(this.says, reply.refused ?? (this.found ? taken() : ""));
    setText(this.few, reply.few ?? "");
    this.sheet.hidden = !reply.sheet;
    if (reply.sheet) this.sheet.src = `data:image/png;base64,${reply.sheet}`;
    this.strings.hidden = !reply.strings;
    this.sizeLabel.hidden = Boolean(reply.strings);
    this.strings.replaceChildren(...(reply.strings ?? []).slice(0, STRINGS).map((string) => make("li", {}, string)));
    this.left.hidden = !reply.left_count;
    setText(this.leftTitle, OWN.left(reply.left_count ?? 0));
    this.leftList.replaceChildren(...(reply.left ?? []).map(([name, reason]) => make("li", {}, make("b", {}, name), ` ${reason}`)));
    this.useButton.disabled = !this.found;
    if (this.found) this.useButton.focus({ preventScroll: true });
    this.popover.node?.scrollIntoView({ block: "nearest" });
  }

  use() {
    const { content, size, length } = this.found;
    this.view.send("own", { content, ...(length ? { length } : { size }), keep: this.view.keeps() });
    this.popover.close();
    this.view.places.openDrawer(false);
  }

  destroy() {
    this.popover.close(false);
    removeEventListener("dragover", this.over);
    removeEventListener("dragleave", this.over);
    removeEventListener("drop", this.drop);
  }
}
