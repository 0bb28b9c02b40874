// view.js: GanView, the whole canvas: takes packets, keeps the newest, and draws everything in one animation frame.
import { Cards } from "./card.js";
import { Classes } from "./classes.js";
import { Coach } from "./coach.js";
import { Curves } from "./curves.js";
import { decodePacket, kept } from "./decode.js";
import { Diagram } from "./diagram.js";
import { setAttribute } from "./dom.js";
import { Draw } from "./draw.js";
import { Explore } from "./explore.js";
import { Fetch } from "./fetch.js";
import { Keyboard } from "./keyboard.js";
import { Layers } from "./layers.js";
import { Lessons } from "./lessons.js";
import { Metrics } from "./metrics.js";
import { Own } from "./own.js";
import { Phases } from "./phases.js";
import { Picture } from "./picture.js";
import { Side } from "./side.js";
import { Places } from "./places.js";
import { Replay } from "./replay.js";
import { Share } from "./share.js";
import { readPalette, watchTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Tongue } from "./tongue.js";
import { Tooltip } from "./tooltip.js";
import { Transport } from "./transport.js";

const DRAW_GAP = 30; // ms between two drawings of the moving picture: 33 a second are smooth
const REDUCED_GAP = 250;
const NUMBER_GAP = 250; // numbers that change faster cannot be read

export class GanView {
  // root holds elements with data-part; send(action, payload) carries the user's wishes to the run.
  // ids: give elements their ids too (one view on the page only); data-id is always there. lessons: those that are offered.
  // ask(what, payload) and formats: where the host answers questions for a link or a file, and which files there are.
  // tell(sentence): where the host says what happened meanwhile, to somebody who looks elsewhere.
  // explore(wish): where the host answers what is asked of G, by packets to explore.answer().
  constructor(root, { send = () => {}, tell = () => {}, ask = null, explore = null, formats = [], ids = false, lessons = [] } = {}) {
    this.root = root;
    this.grid = root.querySelector(".gan-grid") ?? root;
    this.send = (action, payload = {}) => {
      if (action !== "travel") this.timeline.tellDue(); // what is wished next is meant for the moment chosen
      send(action, payload);
    };
    Object.assign(this, { ask, tell, formats, ids });
    this.keeps = () => true; // whether other data is for the networks as they are; the app has a control for it
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.parts = {};
    for (const node of root.querySelectorAll("[data-part]")) this.parts[node.dataset.part] = node;
    this.build(this.parts, lessons, explore);
    this.tongue = new Tongue(ids ? document.documentElement : root, () => this.redraw()); // the page is ours, or our part of it
    this.palette = readPalette(this.grid); // the theme button may have taken up a stored choice
    this.unwatch = watchTheme(() => this.recolour());
    this.shownAt = this.drawnAt = this.calmAt = -Infinity;
    this.calm = true;
  }

  build(parts, lessons, explore) {
    const where = (name) => parts[name] ?? document.createElement("div");
    this.layers = new Layers(parts.layers, this);
    this.tooltip = new Tooltip(this.root);
    this.transport = new Transport(where("transport"), where("counter"), where("diagram"), this);
    this.picture = new Picture(where("picture"), this);
    this.diagram = new Diagram(where("diagram"), this);
    this.curves = new Curves(where("curves"), this);
    this.metrics = new Metrics(where("metrics"), this);
    this.phases = new Phases(parts.phases, parts.phase, this);
    this.coach = new Coach(where("coach"), this);
    this.timeline = new Timeline(where("timeline"), this);
    this.side = new Side({ root: where("side"), differs: where("differs"), layers: where("layers"), actions: where("actions"), curves: where("curves"), controls: where("controls") }, this);
    this.drawing = new Draw(this.picture.box, parts.layers, this);
    this.replay = new Replay(where("layers"));
    if (this.ask) this.share = new Share(where("actions"), this);
    if (this.ask) this.own = new Own(this);
    if (this.ask) this.fetch = new Fetch(this);
    this.places = new Places(this.grid, parts, this);
    this.cards = new Cards(where("diagram"), this);
    this.lessons = new Lessons(where("actions"), where("coach"), this, lessons);
    this.classes = new Classes(this);
    if (explore) this.explore = new Explore(where("layers"), this, explore);
    this.keyboard = new Keyboard(this.root, this.transport, this.ids);
    this.listening = [this.transport, this.layers, this.picture, this.diagram, this.curves, this.metrics, this.phases, this.coach, this.timeline, this.side, this.places, this.drawing, this.cards, this.lessons, this.classes];
    this.showing = [this.transport, this.picture, this.diagram, this.curves, this.metrics, this.phases, this.timeline, this.side, this.lessons, this.replay, this.classes];
    if (this.share) this.listening.push(this.share);
    if (explore) for (const parts of [this.listening, this.showing]) parts.push(this.explore);
  }

  name(node, id) {
    node.dataset.id = id;
    if (this.ids) node.id = id;
    return node;
  }

  // One packet, scene or frame, as bytes. Of frames that come faster than the screen the newest wins.
  // `place` counts runs side by side; the first of them is the one that all parts of the view show.
  push(bytes, place = 0) {
    const packet = decodePacket(bytes);
    if (packet.type === "side") this.side.setState(packet);
    else if (place) this.side.push(packet, place);
    else if (packet.type === "scene") this.setScene(packet);
    else if (this.scene && packet.scene === this.scene.id) {
      if (!this.pending && !this.frame) this.timeline.begin(packet);
      this.pending = packet;
      this.request();
    }
  }

  setScene(scene) {
    this.scene = scene;
    this.pending = this.frame = null;
    Object.assign(this.tooltip.formulas, { loss_d: scene.loss.formula_d, loss_g: scene.loss.formula_g });
    setAttribute(this.grid, "data-kind", scene.kind);
    for (const part of this.listening) part.setScene(scene);
    this.redraw();
  }

  setMode(mode) {
    if (this.grid.dataset.mode === mode) return;
    this.grid.dataset.mode = mode;
    if (mode === "slow") this.places?.showPhase();
    this.redraw();
  }

  // Says whether the run can be heard; while it cannot, the last picture stays, paler.
  connection(ok) {
    this.grid.classList.toggle("gan-away", !ok);
    this.layers.say(ok ? null : "Reconnecting… The run goes on; the picture is the last one that came.");
  }

  recolour() {
    this.places.showTheme();
    const palette = readPalette(this.grid);
    if (palette.key === this.palette.key) return;
    this.palette = palette;
    this.explore?.recolour();
    this.redraw();
  }

  redraw() {
    this.stale = true;
    this.request();
  }

  request() {
    if (this.scene && !this.ticket) this.ticket = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    this.ticket = 0;
    if (this.pending && (!this.still.matches || now - this.shownAt >= REDUCED_GAP)) this.showPending(now);
    if (this.side.showPending(now, this.still.matches ? REDUCED_GAP : 0)) this.arrived = true;
    if (this.stale || this.arrived || now - this.drawnAt >= DRAW_GAP) this.draw(now);
    if (this.moving || this.pending || this.side.waiting) this.request();
  }

  showPending(now) {
    const frame = kept(this.pending, this.frame);
    this.pending = null;
    this.shownAt = now;
    this.calm = frame.status !== "playing" || frame.status !== this.frame?.status || now - this.calmAt >= NUMBER_GAP;
    if (this.calm) this.calmAt = now;
    this.frame = frame;
    setAttribute(this.grid, "data-status", frame.status);
    for (const part of this.showing) part.show(frame, now, this.still.matches);
    this.arrived = true;
  }

  draw(now) {
    const fading = this.layers.fade(Math.min(60, now - this.drawnAt), this.still.matches);
    this.drawnAt = now;
    const beside = this.side.draw(now, this.palette, this.layers);
    this.moving = this.picture.draw(now, this.palette, this.layers) || beside || fading;
    if (this.arrived || this.stale) {
      const painter = this.picture.painter;
      this.diagram.draw(now, this.palette, painter);
      this.curves.draw(now, this.palette);
      this.metrics.draw(now, this.palette);
      this.timeline.draw(now, this.palette, painter);
    }
    this.arrived = this.stale = false;
  }

  destroy() {
    cancelAnimationFrame(this.ticket);
    this.scene = null;
    this.unwatch();
    this.keyboard.destroy();
    this.picture.destroy();
    this.coach.destroy();
    this.drawing.destroy();
    this.side.destroy();
    this.share?.destroy();
    this.own?.destroy();
    this.fetch?.destroy();
    this.explore?.destroy();
    this.tooltip.destroy();
    this.tongue.destroy();
  }
}
