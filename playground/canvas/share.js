// share.js: what one takes away from a run, and brings back: a link that holds all of it, and files.
import { icon, make, setAttribute, setText } from "./dom.js";
import { FormatLine } from "./format.js";
import { Menu } from "./menu.js";
import { TIPS } from "./words.js";

const MOST_FILE = 2e6; // bytes of a file that is opened
const LOOK_GAP = 1000; // ms between two looks at the files that are being made

const HERE = /^(localhost|127\..*|\[::1\])$/;
const ONLY_HERE = "This address works on this computer only; elsewhere put what stands from # on behind the address of a playground that is open there.";

function decodeBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function download(name, data) {
  const url = URL.createObjectURL(new Blob([decodeBase64(data)]));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch { // an address without https has no clipboard
    field.select();
    return document.execCommand("copy");
  }
}

export class Share {
  constructor(root, view) {
    this.view = view;
    const button = (id, label, kind, tip, ...inside) => view.name(make("button", { type: "button", class: "gan-bare", "aria-label": label, "aria-haspopup": kind, "data-tip": tip }, ...inside), id);
    this.link = new Menu(button("share", "Share", "dialog", TIPS.share, icon("share"), make("span", { class: "gan-word" }, "Share")), this.makeLink(), () => this.askLink());
    this.files = new Menu(button("export", "Export", "menu", TIPS.export, icon("download")), this.makeFiles(), () => this.lookAtFiles());
    root.append(this.link.node, this.files.node);
  }

  makeLink() {
    this.says = make("p", { role: "status" });
    this.field = this.view.name(make("input", { type: "text", readonly: true, "aria-label": "Link to this run", onfocus: () => this.field.select() }), "share-link");
    this.copy = make("button", { type: "button", class: "gan-button", "data-tip": TIPS.copy, onclick: () => this.copyLink() }, "Copy");
    this.address = make("div", { class: "gan-address" }, this.copy, this.field);
    this.save = make("button", { type: "button", class: "gan-button", "data-tip": TIPS.save, onclick: () => this.askFile("json") }, "Save the file");
    this.chosen = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "The .json file of a run", onchange: () => this.open() });
    this.opener = this.view.name(make("button", { type: "button", class: "gan-bare gan-open", "data-tip": TIPS.open, onclick: () => this.chosen.click() }, "Open the file of a run"), "open-run");
    return make("div", { role: "dialog", "aria-label": "Share this run" }, make("h2", { class: "gan-heading" }, "Share this run"), this.says, this.address, this.save, this.opener, this.chosen);
  }

  makeFiles() {
    this.making = make("p", { class: "gan-hidden", role: "status" });
    this.formats = Object.fromEntries(this.view.formats.map((format) => [format[0], new FormatLine(format, () => this.askFile(format[0]))]));
    this.lines = Object.values(this.formats);
    this.which = make("p", { class: "gan-note", hidden: true }, "One run, the one whose letter is ringed; “The run” holds all of them.");
    return make("div", {}, make("h2", { class: "gan-heading" }, "Save this run as"), this.which, make("div", { role: "menu", "aria-label": "Save this run as" }, ...this.lines.map(({ button }) => button)), this.making);
  }

  lookAtFiles() {
    this.which.hidden = !this.view.grid.dataset.compare;
    for (const line of this.lines) line.look();
  }

  // A link that was made of another run stands in the address no longer.
  setScene({ kind, id }) {
    if (this.linked && this.linked !== id) history.replaceState(null, "", location.pathname + location.search);
    this.linked = null;
    for (const line of this.lines) {
      line.setKind(kind);
      line.forget();
    }
  }

  askLink() {
    this.say("Writing the link…", { link: false, file: false });
    this.view.ask("share");
  }

  askFile(name) {
    if (this.formats[name].busy) return;
    this.formats[name].begin();
    setText(this.making, `Making the file .${name}…`);
    this.view.ask("export", { format: name });
    clearInterval(this.looking);
    this.looking = setInterval(() => this.look(), LOOK_GAP);
    this.showBusy();
  }

  // Files that train the run again take long, so their share is asked for.
  look() {
    const busy = this.lines.filter((line) => line.busy);
    for (const line of busy) line.show();
    if (busy.some(({ slow }) => slow)) this.view.ask("making");
    if (!busy.length) clearInterval(this.looking);
  }

  showBusy() {
    setAttribute(this.files.button, "data-busy", this.lines.some(({ busy }) => busy));
  }

  // What the host says to a question: a link, a file, or why not.
  answer(reply) {
    if (reply.ask === "share") this.showLink(reply);
    if (reply.ask === "export") this.showFile(reply);
    if (reply.ask === "making") for (const [name, share] of Object.entries(reply.shares)) this.formats[name].share = share;
  }

  showLink({ link, words, refused }) {
    if (refused) return this.say(`${refused} ${this.view.grid.dataset.compare ? "A file holds them." : "A file holds it."}`, { link: false, file: true });
    history.replaceState(null, "", `#${link}`);
    this.linked = this.view.scene.id;
    this.field.value = location.href;
    const held = this.view.grid.dataset.compare ? `It holds all runs side by side: ${words}. Whoever opens it sees them trained again, to the same numbers.`
      : `It holds the whole run: ${words}. Whoever opens it sees the run trained again, to the same numbers.`;
    this.words = HERE.test(location.hostname) ? `${held} ${ONLY_HERE}` : held;
    this.say(this.words, { link: true, file: false });
    if (document.activeElement === this.opener) this.copy.focus();
    this.copyLink();
  }

  async copyLink() {
    const done = await copied(this.field);
    this.say(`${done ? "The link is copied." : "Copy the link below."} ${this.words}`, { link: true, file: false });
  }

  say(text, { link, file }) {
    setText(this.says, text);
    this.address.hidden = !link;
    this.save.hidden = !file;
  }

  showFile({ format, name, data, refused }) {
    const told = refused ?? `Saved as ${name}.`;
    this.formats[format].end(told);
    this.showBusy();
    setText(this.making, told);
    if (!this.link.panel.hidden) this.say(told, { link: false, file: true });
    else if (this.files.panel.hidden) this.view.tell(told);
    if (data) download(name, data);
  }

  async open() {
    const [file] = this.chosen.files;
    this.chosen.value = "";
    if (file.size > MOST_FILE) return this.say("This file is too large to be a run.", { link: false, file: false });
    this.view.send("open", { file: await file.text() });
    this.link.close();
  }

  destroy() {
    clearInterval(this.looking);
    this.link.destroy();
    this.files.destroy();
  }
}
