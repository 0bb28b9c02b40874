// coach.js: the note at the foot of the right column: what is seen, in a sentence or two.
import { make, setText } from "./dom.js";
import { writeCount } from "./words.js";

const THINGS = {
  points: "the map is D’s opinion of every place.",
  line: "the solid line is D’s opinion, the dotted one the best it could have.",
  images: "below, each fake stands where D’s opinion puts it.",
};

export class Coach {
  constructor(root) {
    this.over = make("p", { class: "gan-note" });
    this.title = make("h2", { class: "gan-coach-title", role: "status" }); // the text may change with every number, so it is not announced
    this.text = make("p");
    this.legend = make("p", { class: "gan-coach-legend" });
    this.panel = make("div", { class: "gan-panel" }, this.over, this.title, this.text);
    root.append(this.panel);
  }

  setScene(scene) {
    this.about = scene.recipe.about;
    this.legend.replaceChildren(make("i", { class: "gan-dot gan-dot-real" }), make("b", { class: "gan-real-text" }, "Blue"), " is real, ",
      make("i", { class: "gan-dot gan-dot-fake" }), make("b", { class: "gan-fake-text" }, "orange"), ` is fake; ${THINGS[scene.kind]}`);
    this.said = undefined;
  }

  show({ note, step }) {
    const at = note?.step ?? step; // a note stays for a while, so it says when it was true
    const said = note ? note.title + note.text : null;
    if (note) setText(this.over, at ? `Note · step ${writeCount(at)}` : "Note");
    if (said === this.said) return;
    this.said = said;
    if (note) {
      setText(this.title, note.title);
      setText(this.text, note.text);
      this.panel.replaceChildren(this.over, this.title, this.text);
    } else {
      this.over.textContent = "What you see";
      this.panel.replaceChildren(this.over, this.legend);
    }
  }
}
