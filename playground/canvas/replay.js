// replay.js: how far the replay of a shared run is, where the layer bar stands.
import { make, setText } from "./dom.js";
import { TIPS, writeCount } from "./words.js";

export class Replay {
  constructor(root) {
    this.words = make("span");
    this.bar = make("progress", { "aria-label": "Replay of the run", value: 0 });
    this.node = make("div", { class: "gan-replay", "data-tip": TIPS.replay, hidden: true }, this.words, this.bar);
    root.append(this.node);
  }

  show({ goal, step }) {
    this.node.hidden = goal === null;
    if (goal === null) return;
    setText(this.words, `Replaying ${writeCount(step)} of ${writeCount(goal)} steps`);
    Object.assign(this.bar, { max: goal, value: step });
  }
}
