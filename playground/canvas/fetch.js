// fetch.js: data sets that are not on this machine yet: what each is, its licence and its size, and its arrival.
import { make, setText } from "./dom.js";
import { Popover } from "./popover.js";
import { FETCH } from "./words.js";

const ASK_EVERY = 400; // ms between two looks at what is coming

export class Fetch {
  constructor(view) {
    this.view = view;
    this.popover = new Popover(view.grid);
    this.button = view.name(make("button", { type: "button", class: "gan-more-data", "aria-haspopup": "dialog", "aria-expanded": "false", "data-tip": FETCH.tip, onclick: () => this.open() }, FETCH.button), "fetch");
    this.list = make("ul", { class: "gan-offers" });
  }

  // column: what the popover stands beside.
  open() {
    if (this.popover.isOpen) return this.popover.close();
    this.popover.open(this.button, FETCH.title, this.column, make("h2", { class: "gan-coach-title" }, FETCH.title), make("p", { class: "gan-note" }, FETCH.about), this.list);
    this.popover.node.classList.add("gan-own");
    this.ask({ do: "list" });
  }

  ask(what) {
    clearTimeout(this.timer);
    this.view.ask("fetch", what);
  }

  // The host says what there is, and how far what is coming has come.
  answer({ offers }) {
    if (!this.rows) {
      this.rows = offers.map((offer) => this.makeRow(offer));
      this.list.replaceChildren(...this.rows.map(({ node }) => node));
    }
    const coming = offers.some(({ done }) => done !== null);
    offers.forEach((offer, i) => this.rows[i].show(offer, coming));
    if (coming && this.popover.isOpen) this.timer = setTimeout(() => this.ask({ do: "list" }), ASK_EVERY);
  }

  makeRow({ name, title, licence, home, bytes }) {
    const button = make("button", { type: "button", class: "gan-button", "data-offer": name });
    const bar = make("progress", { max: bytes, "aria-label": FETCH.arriving(title), hidden: true });
    const says = make("p", { class: "gan-note", role: "status" });
    const node = make("li", {}, make("div", { class: "gan-own-ends" }, make("b", {}, title), button),
      make("p", { class: "gan-note" }, FETCH.size(bytes), " · ", FETCH.licence(licence), " · ", make("a", { href: home, target: "_blank", rel: "noreferrer" }, FETCH.home)), bar, says);
    const show = ({ here, done, refused }, coming) => {
      bar.hidden = done === null;
      bar.value = done ?? 0;
      setText(says, done !== null ? FETCH.done(done, bytes) : refused ?? "");
      setText(button, here ? FETCH.use : FETCH.fetch);
      button.disabled = coming && !here;
      button.onclick = () => here ? this.use(name) : this.ask({ do: "start", name });
    };
    return { node, show };
  }

  use(name) {
    this.view.send("data", { name, keep: this.view.keeps() });
    this.popover.close();
    this.view.places.openDrawer(false);
  }

  destroy() {
    clearTimeout(this.timer);
    this.popover.close(false);
  }
}
