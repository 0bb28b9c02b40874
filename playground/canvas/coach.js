// coach.js: the coach at the foot of the right column: what is seen, in a sentence or two, and one change as a button. What is said
// scrolls where it is long; the button stays below it.
import { make, setAttribute, setText } from "./dom.js";
import { TIPS, writeCount } from "./words.js";

const THINGS = {
  points: "the map is D’s opinion of every place.",
  line: "the solid line is D’s opinion, the dotted one the best it could have.",
  toy: "the dot is both players at once, the arrows are where they push it.",
  music: "each line is a note, the highest voice above, and framed chords are harsh.",
  text: "above stand samples, below what single latents became on the way.",
  pairs: "the dot below each output is D’s opinion of it.",
  images: "below, each fake stands where D’s opinion puts it.",
};

const CURED = 1500; // ms in which a cure is taken up

export class Coach {
  constructor(root, view) {
    this.view = view;
    this.over = make("p", { class: "gan-note" });
    this.title = make("h2", { class: "gan-coach-title", "aria-live": "polite" }); // the text may change with every number, so it is not announced
    this.text = make("p");
    this.legend = make("p", { class: "gan-coach-legend", "data-whole": true });
    this.invitation = make("p", { class: "gan-note", hidden: true }, make("span", {}, "Two networks play: G makes fakes, and D has to tell them from what is real. New to it? "),
      view.name(make("button", { type: "button", class: "gan-link", onclick: () => view.lessons.toggleList() }, "Take a lesson"), "first-lesson"));
    this.tried = make("p", { class: "gan-note gan-tried" });
    this.cure = view.name(make("button", { type: "button", class: "gan-button gan-cure", "data-tip": TIPS.cure, hidden: true, onclick: () => this.apply(view) }), "cure");
    this.goal = make("ul", { class: "gan-goals", "aria-label": "Stop when converged", hidden: true });
    this.said = make("div", { class: "gan-coach-said", tabindex: 0, role: "group", "aria-label": "Coach" });
    this.panel = view.name(make("div", { class: "gan-panel" }, this.said, this.cure), "coach");
    root.append(this.panel);
    this.makeCall(view);
  }

  // On a phone the panel is often out of sight: then what is wrong is said above the foot bar, and a touch leads to what helps.
  makeCall(view) {
    [this.calls, this.seen] = [make("b"), true];
    this.call = view.name(make("button", { type: "button", class: "gan-call", hidden: true, onclick: () => this.answer(view) }, this.calls, make("span", {}, "What helps?")), "call");
    view.grid.append(this.call);
    this.watcher = new IntersectionObserver(([{ isIntersecting }]) => {
      this.seen = isIntersecting;
      this.showCall();
    }, { rootMargin: "0px 0px -140px 0px" });
    this.watcher.observe(this.cure);
  }

  showCall() {
    this.call.hidden = this.seen || this.cure.hidden;
  }

  answer(view) {
    view.places.openTab("coach");
    this.cure.scrollIntoView({ block: "nearest", behavior: view.still.matches ? "auto" : "smooth" });
    this.cure.focus({ preventScroll: true });
  }

  setScene(scene) {
    this.legend.replaceChildren(make("i", { class: "gan-dot gan-dot-real" }), make("b", { class: "gan-real-text" }, "Blue"), " is real, ",
      make("i", { class: "gan-dot gan-dot-fake" }), make("b", { class: "gan-fake-text" }, "orange"), ` is fake; ${THINGS[scene.kind]}`);
    this.heard = undefined;
  }

  apply(view) {
    this.cure.disabled = true; // a second click would be one too many
    setTimeout(() => { this.cure.disabled = false; }, CURED);
    view.send("cure");
  }

  // `of` is the letter of the run that is spoken of, where there are several.
  show({ note, step, until, of }) {
    this.showGoal(until);
    this.invitation.hidden = step > 0 || !this.view.lessons.button || Boolean(this.view.lessons.lesson || of);
    const at = note?.step ?? step; // a note stays for a while, so it says when it was true
    const heard = note ? [note.title, note.text, note.tried, note.action?.label].join() : null;
    const who = of ? `Coach on ${of}` : "Coach";
    if (note) setText(this.over, at ? `${who} · step ${writeCount(at)}` : who);
    if (heard === this.heard) return;
    this.heard = heard;
    this.cure.hidden = !note?.action;
    this.cure.disabled = false;
    if (note) {
      setText(this.title, note.title);
      setText(this.text, note.text);
      setText(this.tried, note.tried ?? "");
      this.tried.hidden = !note.tried;
      setText(this.cure, note.action?.label ?? "");
      setAttribute(this.cure, "data-tip", note.action?.anew ? TIPS.cureAnew : TIPS.cure);
      setText(this.calls, note.title);
      setAttribute(this.said, "data-tip", TIPS.coach);
      if (!this.title.isConnected) this.said.replaceChildren(this.over, this.title, this.text, this.tried, this.goal);
    } else {
      this.over.textContent = "What you see";
      this.said.removeAttribute("data-tip");
      this.said.replaceChildren(this.over, this.legend, this.invitation, this.goal);
    }
    this.showCall();
  }

  destroy() {
    this.watcher.disconnect();
  }

  // The parts of the rule by which the run will stop: met or not yet, each with its number as a tip.
  showGoal(until) {
    const parts = until?.on ? [...until.met.map((part) => [...part, true]), ...until.missing.map((part) => [...part, false])] : [];
    const key = parts.flat().join();
    this.goal.hidden = !parts.length;
    if (key === this.parts) return;
    this.parts = key;
    this.goal.replaceChildren(...parts.map(([name, words, met]) => make("li", { class: met ? "gan-met" : "", tabindex: 0, "data-tip": `${words}.` },
      make("span", { "aria-hidden": "true" }, met ? "✓ " : "○ "), name, make("span", { class: "gan-hidden" }, met ? ", met" : ", not yet met"))));
  }
}
