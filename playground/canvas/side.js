// side.js: runs side by side: a stand for each, with its picture and its numbers. The first run is the one that the view shows.
import { badge, Differs } from "./differs.js";
import { icon, make, setAttribute, setText } from "./dom.js";
import { Metrics } from "./metrics.js";
import { Overlay } from "./overlay.js";
import { LEGENDS, Picture } from "./picture.js";
import { TIPS, writeCount } from "./words.js";

// What a picture or the metrics of another run see of the view: elements get the run's letter to their names.
const beside = (view, letter) => ({
  grid: view.grid, send: view.send, redraw: () => view.redraw(), name: (node, id) => view.name(node, `${id}-${letter.toLowerCase()}`),
});

class Stand {
  constructor(place, letter, view) {
    const act = (action, extra) => () => view.send(action, { place, ...extra });
    this.letter = letter;
    this.badge = make("button", { type: "button", class: "gan-hand", "aria-label": `Take ${letter} in hand`, "data-tip": TIPS.select, onclick: act("select") }, badge(letter));
    [this.name, this.says, this.step] = [make("b"), make("span", { class: "gan-muted gan-says" }), make("span", { class: "gan-muted gan-stand-step" })];
    this.pin = this.tool("pin", `Pin ${letter}`, TIPS.pin, () => view.send("pin", { place, on: !this.pinned }), view);
    const tools = make("span", { class: "gan-tools" }, this.pin, this.tool("swap", `Swap ${letter} with its neighbour`, TIPS.swap, act("swap"), view), this.tool("close", `Remove ${letter}`, TIPS.remove, act("remove"), view, "remove"));
    const metrics = make("section", { "data-part": "metrics", "aria-label": `Metrics of ${letter}` });
    this.place = make("div", { class: "gan-stand-picture" });
    this.node = make("article", { class: "gan-stand", "aria-label": `Run ${letter}`, "data-run": letter },
      make("header", { class: "gan-stand-head" }, this.badge, make("span", { class: "gan-stand-name" }, this.name, this.says), this.step, tools),
      this.place, make("div", { class: "gan-stand-metrics" }, metrics));
    this.metrics = new Metrics(metrics, beside(view, letter));
    if (!place) return;
    const section = make("section", { "data-part": "picture", "aria-label": `Picture of ${letter}` });
    this.picture = new Picture(section, beside(view, letter));
    this.place.append(section);
  }

  tool(name, label, tip, onclick, view, id = name) {
    return view.name(make("button", { type: "button", class: "gan-bare gan-tool", "aria-label": label, "data-tip": tip, onclick }, icon(name)), `${id}-${this.letter.toLowerCase()}`);
  }

  setState({ recipe, says, pinned }, chosen) {
    this.pinned = pinned;
    setText(this.name, recipe);
    setText(this.says, says);
    setAttribute(this.pin, "aria-pressed", pinned);
    setAttribute(this.badge, "aria-pressed", chosen);
    this.node.toggleAttribute("data-pinned", pinned);
    this.node.toggleAttribute("data-chosen", chosen);
    this.showStep();
  }

  setScene(scene) {
    this.scene = scene;
    this.frame = this.pending = null;
    this.picture?.setScene(scene);
    this.metrics.setScene(scene);
  }

  show(frame, now, reduced) {
    this.frame = frame;
    this.picture?.show(frame, now, reduced);
    this.metrics.show(frame);
    this.showStep();
  }

  showStep() {
    const { step, status } = this.frame ?? {};
    const word = status === "diverged" ? " · diverged" : this.pinned ? " · pinned" : "";
    setText(this.step, step === undefined ? "" : `step ${writeCount(step)}${word}`);
  }

  draw(now, palette, layers) {
    if (!this.scene) return false;
    this.metrics.draw(now, palette);
    return Boolean(this.frame && this.picture?.draw(now, palette, layers));
  }
}

export class Side {
  // parts: the elements {root, differs, layers, actions, curves, controls}.
  constructor(parts, view) {
    this.view = view;
    this.root = parts.root;
    this.stands = [];
    this.word = make("span", { class: "gan-word" }, "Compare");
    this.add = view.name(make("button", { type: "button", class: "gan-bare gan-add-run", "aria-label": "Compare: add a run", "data-tip": TIPS.addRun, onclick: () => view.send("add") },
      icon("compare"), this.word), "add-run");
    parts.actions.prepend(this.add);
    this.legend = make("div", { class: "gan-side-legend" });
    parts.layers.append(this.legend);
    this.differs = new Differs(parts.differs, parts.controls, view);
    this.overlay = new Overlay(parts.curves, view);
    this.state = { runs: [], chosen: 0 };
    this.shownAt = -Infinity;
  }

  // Who stands where, and what differs: {runs: [{letter, id, recipe, says, pinned}], chosen, most, differences, offers, base}.
  setState(state) {
    const ids = (runs) => runs.map(({ id }) => id);
    const [before, now] = [ids(this.state.runs), ids(state.runs)];
    const count = state.runs.length > 1 ? state.runs.length : 0;
    const moved = before.some((id, place) => place < now.length && id !== now[place]);
    this.state = state;
    if (moved && before[0] !== now[0]) this.view.timeline.forget?.(); // its thumbnails were another run's
    this.setStands(count, state.runs);
    this.overlay.setRuns(count, moved);
    this.setGames();
    this.stands.forEach((stand, place) => stand.setState(state.runs[place], place === state.chosen));
    this.differs.setState(state);
    this.showAdd(state.runs.length < state.most, count);
    this.tell();
    this.view.redraw();
  }

  showAdd(room, count) {
    this.add.disabled = !room;
    this.add.dataset.tip = room ? TIPS.addRun : TIPS.fullHouse;
    setText(this.word, count ? "Add a run" : "Compare");
    setAttribute(this.add, "aria-label", count ? "Add a run" : "Compare: add a run");
    const { slow } = this.view.transport;
    slow.disabled = count > 0;
    slow.dataset.tip = count ? TIPS.slowAlone : TIPS.slow;
  }

  // The view's own picture stands in the first stand while there are several, and goes back to its place after.
  setStands(count, runs) {
    const own = this.view.picture.box.parentElement;
    if (!count && this.stands.length) this.root.before(own);
    while (this.stands.length > count) this.drop(this.stands.pop());
    while (this.stands.length < count) {
      const place = this.stands.length;
      const stand = new Stand(place, runs[place].letter, this.view);
      this.stands.push(stand);
      this.root.append(stand.node);
      if (!place) this.stands[0].place.append(own);
    }
    if (count) setAttribute(this.view.grid, "data-compare", count);
    else this.view.grid.removeAttribute("data-compare");
    if (count && this.view.scene && !this.stands[0].scene) this.setScene(this.view.scene);
    if (count && this.view.frame && !this.stands[0].frame) this.showFirst(this.view.frame);
  }

  drop(stand) {
    stand.picture?.destroy();
    stand.node.remove();
  }

  // The first run's scene comes with the view's own.
  setScene(scene) {
    this.overlay.setScene(scene);
    this.legend.replaceChildren(...(LEGENDS[scene.kind] ? [LEGENDS[scene.kind](scene)] : []));
    this.stands[0]?.setScene(scene);
    this.setGames();
  }

  setGames() {
    const scenes = this.stands.map((stand) => stand.scene);
    if (scenes.every((scene) => scene)) this.overlay.setGames(scenes);
  }

  showFirst(frame) {
    this.stands[0]?.show(frame, 0, true);
    this.overlay.show(0, frame);
  }

  // The first run's frame comes with the view's own.
  show(frame) {
    this.showFirst(frame);
    this.tell();
  }

  push(packet, place) {
    const stand = this.stands[place];
    if (!stand) return;
    if (packet.type === "scene") {
      stand.setScene(packet);
      this.setGames();
      this.view.redraw();
    } else if (packet.scene === stand.scene?.id) {
      stand.pending = packet;
      this.view.request();
    }
  }

  get waiting() {
    return this.stands.some((stand) => stand.pending);
  }

  // Shows the frames of the other runs that have come; true if there were any.
  showPending(now, gap) {
    if (!this.waiting || now - this.shownAt < gap) return false;
    this.shownAt = now;
    this.stands.forEach((stand, place) => {
      if (!stand.pending) return;
      stand.show(stand.pending, now, gap > 0);
      this.overlay.show(place, stand.pending);
      stand.pending = null;
    });
    if (this.view.frame) this.view.transport.show(this.view.frame, now); // another run may move while the first stands still
    this.tell();
    return true;
  }

  // The newest frame of the run in hand.
  inHand() {
    const stand = this.stands[this.state.chosen];
    return (this.state.chosen && stand?.pending) || (this.state.chosen && stand?.frame) || this.view.pending || this.view.frame;
  }

  // The coach speaks of the run in hand.
  tell() {
    const frame = this.state.chosen ? this.stands[this.state.chosen]?.frame : this.view.frame;
    if (frame) this.view.coach.show(this.stands.length ? { ...frame, of: this.state.runs[this.state.chosen].letter } : frame);
  }

  // Whether any of several runs moves; undefined where there is one.
  get playing() {
    if (!this.stands.length) return undefined;
    return this.stands.some((stand) => stand.frame?.playing);
  }

  draw(now, palette, layers) {
    let moving = false;
    for (const stand of this.stands) moving = stand.draw(now, palette, layers) || moving;
    if (this.stands.length) this.overlay.draw(now, palette, this.playing);
    return moving;
  }

  destroy() {
    this.stands.forEach((stand) => stand.picture?.destroy());
  }
}
