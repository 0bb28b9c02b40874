// timeline.js: the band at the foot: the run on a film strip, whose marker can be dragged into the past, and its branches.
import { fitCanvas, make, pixelRatio, setAttribute, setText } from "./dom.js";
import { paintTile, Strip } from "./strip.js";
import { TIPS, writeChanges, writeCount } from "./words.js";

const LIVE_GAP = 500; // ms between two drawings while the run plays
const SEND_GAP = 90; // ms between two wishes of one drag
const [WISH_HOLD, PASSED] = [4000, 900]; // ms for which a wish is believed before a frame that says otherwise; once something else was wished
const NEAR_END = 5; // px from the end of a branch that count as its end
const TIMELINE_HELP = "drag to go back; Play branches off";

export class Timeline {
  constructor(root, view) {
    this.view = view;
    this.strip = new Strip();
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.track = view.name(make("div", {
      class: "gan-track", role: "slider", tabindex: 0, "aria-label": "The moment of the run that is shown", "aria-valuemin": 0, "aria-valuemax": 0, "aria-valuenow": 0,
      "aria-valuetext": "step 0", "data-tip": TIPS.timeline, onkeydown: (event) => this.press(event), onpointerdown: (event) => this.grasp(event),
      onpointermove: (event) => this.drag(event), onpointerup: () => this.release(), onpointercancel: () => this.release(),
    }, this.canvas), "timeline");
    this.note = make("p", { class: "gan-note", role: "status" }, TIMELINE_HELP);
    this.branches = view.name(make("div", { class: "gan-branches", role: "group", "aria-label": "Branches" }), "branch");
    this.next = make("button", { type: "button", class: "gan-bare gan-branch-next", hidden: true, "data-tip": TIPS.branch, onclick: () => this.turn() });
    root.append(make("div", { class: "gan-timeline-head" }, make("h2", { class: "gan-heading", "data-tip": TIPS.timeline }, "Timeline"), this.note, this.branches), this.next, this.track);
    this.live = { canvas: document.createElement("canvas") };
    this.drawnAt = -Infinity;
    new ResizeObserver(() => view.redraw()).observe(this.track);
  }

  setScene() {
    this.frame = null;
  }

  // The first frame of a scene, kept because a newer one may come before anything is drawn.
  begin(frame) {
    this.first = frame;
  }

  show(frame, now) {
    this.frame = frame;
    this.timeline = frame.timeline;
    const { goal } = this.timeline;
    const reached = this.wanted && goal === this.wanted.step && this.wanted.branch === this.timeline.shown;
    if (this.wanted && !this.held && !this.due && (reached || now > this.wanted.until)) this.wanted = null;
    this.showBranches();
    setText(this.note, this.say());
    this.note.hidden = this.say() === TIMELINE_HELP && this.timeline.branches.length > 1; // whoever has branches knows, and they need the room
    if (this.view.calm) this.showMoment();
  }

  // The step of the marker: where it was put, else where the run is.
  get now() {
    return this.wanted?.step ?? (this.timeline.past ? this.timeline.goal : this.frame?.step ?? 0);
  }

  say() {
    const { replay, remark } = this.timeline;
    if (replay) return `the run is being replayed: ${writeCount(replay[0])} of ${writeCount(replay[1])} steps`;
    return remark ?? TIMELINE_HELP;
  }

  showMoment() {
    const { end, first, shown, branches } = this.timeline;
    const where = branches.length > 1 ? `, branch ${shown}` : "";
    setAttribute(this.track, "aria-valuemin", first);
    setAttribute(this.track, "aria-valuemax", end);
    setAttribute(this.track, "aria-valuenow", this.now);
    setAttribute(this.track, "aria-valuetext", `step ${writeCount(this.now)} of ${writeCount(end)}${where}`);
  }

  showBranches() {
    const { branches, shown } = this.timeline;
    const lines = branches.map(({ name, parent, start, changes, end }) => [name, parent ? `${writeChanges(changes) || "nothing changed"} from ${writeCount(start)} on` : "first run", end]);
    const key = `${shown} ${lines.map(([name, words]) => name + words)}`;
    if (key === this.listed) return;
    this.listed = key;
    const focused = this.branches.contains(document.activeElement) && document.activeElement.dataset.branch;
    this.branches.replaceChildren(...lines.map(([name, words]) => make("button", {
      type: "button", class: "gan-branch", "data-branch": name, "aria-pressed": String(name === shown), "data-tip": `Branch ${name}: ${words}. ${TIPS.branch}`, onclick: () => this.open(name),
    }, make("b", {}, name), make("span", {}, words))));
    const chosen = this.branches.querySelector(`[data-branch="${focused || shown}"]`);
    if (focused) chosen?.focus();
    this.branches.scrollTop = chosen ? chosen.offsetTop - this.branches.offsetTop : 0;
    this.next.hidden = branches.length < 2;
    setText(this.next, shown);
    this.next.setAttribute("aria-label", `Branch ${shown} of ${branches.length}: show the next`);
  }

  // To the end of a branch.
  open(name) {
    this.go(this.timeline.branches.find((branch) => branch.name === name).end, name);
  }

  turn() {
    const { branches, shown } = this.timeline;
    this.open(branches[(branches.findIndex(({ name }) => name === shown) + 1) % branches.length].name);
  }

  // Puts the marker at a step of a branch, and says so to the run, now and then.
  go(step, branch = this.wanted?.branch ?? this.timeline.shown) {
    const { end } = this.timeline.branches.find(({ name }) => name === branch) ?? this.timeline;
    this.wanted = { step: Math.max(this.timeline.first, Math.min(end, Math.round(step))), branch, until: performance.now() + WISH_HOLD };
    this.showMoment();
    this.view.redraw();
    this.due ??= setTimeout(() => this.tell(), Math.max(0, (this.told ?? 0) + SEND_GAP - performance.now()));
  }

  tellDue() {
    if (this.due) {
      clearTimeout(this.due);
      this.tell();
    }
    if (this.wanted) this.wanted.until = performance.now() + PASSED;
  }

  tell() {
    this.due = null;
    this.told = performance.now();
    const { step, branch } = this.wanted;
    this.wanted.until = this.told + WISH_HOLD;
    this.view.send("travel", { step, branch, turn: Date.now() }); // wishes may overtake each other
  }

  grasp(event) {
    if (!this.timeline || event.button) return;
    const box = this.track.getBoundingClientRect();
    const near = Math.abs(event.clientX - box.left - this.strip.x(this.now)) < this.strip.tile / 2;
    this.held = near ? this.timeline.shown : this.strip.rowAt(event.clientY - box.top).name;
    this.track.setPointerCapture(event.pointerId);
    this.pull(event.clientX - box.left);
  }

  drag(event) {
    if (this.held) this.pull(event.clientX - this.track.getBoundingClientRect().left);
  }

  pull(x) {
    const branch = this.timeline.branches.find(({ name }) => name === this.held) ?? this.timeline.branches[0];
    const atEnd = x > this.strip.x(branch.end) - NEAR_END;
    this.go(atEnd ? branch.end : this.strip.stepAt(x), branch.name);
  }

  release() {
    this.held = null;
  }

  press(event) {
    if (!this.timeline || event.ctrlKey || event.metaKey || event.altKey) return;
    const { end, first } = this.timeline;
    const unit = event.shiftKey ? 1 : Math.max(1, Math.round(end / 100));
    const by = { ArrowLeft: -unit, ArrowDown: -unit, ArrowRight: unit, ArrowUp: unit, PageDown: -10 * unit, PageUp: 10 * unit, Home: first - this.now, End: end - this.now }[event.key];
    if (event.key === " ") this.view.transport.togglePlay();
    else if (by === undefined) return;
    else this.go(this.now + by);
    event.preventDefault();
  }

  draw(now, palette, painter) {
    const [width, height] = [this.track.clientWidth, this.track.clientHeight];
    if (!this.frame || !width) return;
    if (palette !== this.palette) this.repaint(palette);
    if (this.first && this.first.scene === this.frame.scene) this.strip.take(this.first, palette, painter);
    this.first = null;
    this.strip.take(this.frame, palette, painter);
    if (this.frame.status === "playing" && now - this.drawnAt < LIVE_GAP) return;
    this.drawnAt = now;
    paintTile(Object.assign(this.live, { frame: this.frame, painter }), palette);
    const ratio = pixelRatio();
    fitCanvas(this.canvas, width, height, ratio);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.strip.measure(width, height);
    this.strip.draw(pen, palette, this.now, this.live.canvas);
  }

  repaint(palette) {
    this.palette = palette;
    this.strip.repaint(palette);
    this.drawnAt = -Infinity;
  }
}
