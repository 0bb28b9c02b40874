// explore.js: the latent space in one's hands: a large picture, string or piece of music that follows every slider at once, and tools beside it.
import { icon, make, setAttribute, setText } from "./dom.js";
import { Mosaic, Slider } from "./mosaic.js";
import { download } from "./share.js";
import { Listen } from "./sound.js";
import { retell } from "./tongue.js";
import { DirectionsTool, PlaneTool, SearchTool, WayTool } from "./tools.js";
import { EXPLORE, TIPS, writeCount, writeNumber } from "./words.js";

const SETTLE = 220; // ms after the last move until all that is dear is shown anew
const PATIENT = 8000; // ms that an answer may take
const FOLLOW_GAP = 1000; // ms between two looks at a G that trains
const WALK_GAP = 80; // ms between two pictures of a walk
const CALM_WALK_GAP = 400;
const EXPLORED = ["images", "text", "music"]; // the kinds of data whose G is explored

export class Explore {
  // root: the bar below the picture, where its button stands; say(payload) tells the host, whose packets come to answer().
  constructor(root, view, say) {
    Object.assign(this, { view, say, turn: 0, wanted: new Set(), queue: [] });
    this.button = view.name(make("button", { type: "button", class: "gan-button gan-explore-open", "aria-haspopup": "dialog", "aria-expanded": "false", "data-tip": TIPS.explore, onclick: () => this.openOwn() }, icon("explore"), EXPLORE.title), "explore");
    this.first = make("button", { type: "button", class: "gan-bare gan-explore-first", "aria-label": EXPLORE.firstName, "aria-haspopup": "dialog", "aria-expanded": "false", "data-tip": EXPLORE.firstTip, hidden: true, onclick: () => this.openReadyMade() }, icon("explore"));
    root.append(this.button);
    view.parts.actions?.prepend(this.first);
    this.panel = view.name(make("section", { class: "gan-explore", role: "dialog", "aria-label": EXPLORE.title, tabindex: -1, hidden: true, onkeydown: (event) => event.key === "Escape" && (event.stopPropagation(), this.close()) }), "explore-panel");
    view.grid.append(this.panel);
  }

  // Made when it is first opened.
  make() {
    const button = (id, tip, does, ...inside) => this.view.name(make("button", { type: "button", class: "gan-bare", "data-tip": tip, onclick: does }, ...inside), id);
    this.asOf = this.view.name(make("span", { class: "gan-muted" }), "explore-step");
    this.readyMade = this.view.name(make("span", { class: "gan-muted", hidden: true }, EXPLORE.readyMade), "explore-ready-made");
    this.newest = button("explore-newest", EXPLORE.newestTip, () => this.ask("renew", {}, this.dear), icon("reset"), EXPLORE.newest);
    this.follow = button("explore-follow", EXPLORE.followTip, () => setAttribute(this.follow, "aria-pressed", this.follow.ariaPressed !== "true"), EXPLORE.follow);
    this.follow.ariaPressed = "false";
    this.source = this.view.name(make("select", { "aria-label": EXPLORE.source, "data-tip": EXPLORE.sourceTip, onchange: () => this.begin(this.source.value) }), "explore-source");
    const cross = make("button", { type: "button", class: "gan-bare gan-cross", "aria-label": "Close", onclick: () => this.close() }, icon("close"));
    this.large = new Mosaic(1, EXPLORE.large, { style: "gan-large", line: 96 });
    this.view.name(this.large.canvas, "explore-large");
    this.sample = make("span", { class: "gan-sample" });
    this.before = button("explore-before", EXPLORE.beforeTip, () => this.numbers.a > 1 && this.hold("a", --this.numbers.a), icon("left"));
    this.next = button("explore-next", EXPLORE.nextTip, () => this.hold("a", ++this.numbers.a), icon("right"));
    this.before.ariaLabel = EXPLORE.before;
    this.next.ariaLabel = EXPLORE.next;
    this.walkButton = button("explore-walk", EXPLORE.walkTip, () => this.toggleWalk(), icon("play"), EXPLORE.walk);
    this.classes = this.view.name(make("select", { "aria-label": EXPLORE.class, "data-tip": EXPLORE.classTip, hidden: true, onchange: () => this.choose({ label: Number(this.classes.value) }) }), "explore-class");
    this.truncation = new Slider(EXPLORE.length, EXPLORE.lengthTip, [0, 1.5, 0.05], (truncation) => (Object.assign(this.state, { truncation }), this.move()), (value) => writeNumber(value));
    this.listen = new Listen(this.view, () => this.piece, ["held"]);
    this.nearest = new Mosaic(5, null, { gap: 4, kind: "real", line: 26 });
    this.nearestName = make("h3", { class: "gan-heading" });
    this.says = this.view.name(make("p", { class: "gan-note" }), "explore-near");
    this.trouble = make("p", { class: "gan-trouble", role: "status", hidden: true });
    this.tools = { directions: new DirectionsTool(this), way: new WayTool(this), plane: new PlaneTool(this), search: new SearchTool(this) };
    this.tabs = Object.keys(this.tools).map((name) => make("button", { type: "button", class: "gan-segment", "data-tool": name, "data-tip": EXPLORE.tabs[name][1], "aria-pressed": "false", onclick: () => this.turnTo(name) }, EXPLORE.tabs[name][0]));
    this.place = make("div", { class: "gan-tool-place" });
    this.near = make("div", { class: "gan-near" }, this.nearestName, this.nearest.canvas, this.says);
    this.panel.append(
      make("div", { class: "gan-explore-head" }, make("h2", { class: "gan-heading" }, EXPLORE.title), this.source, this.asOf, this.newest, this.follow, this.readyMade, cross), this.trouble,
      make("div", { class: "gan-hand-column" }, this.large.canvas, this.listen.buttons.held, make("div", { class: "gan-explore-line" }, this.before, this.sample, this.next, this.classes, this.walkButton), this.truncation.node),
      this.near,
      make("div", { class: "gan-tool-column" }, make("div", { class: "gan-segments", role: "group", "aria-label": EXPLORE.tools }, ...this.tabs), this.place));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get tool() {
    return this.tools[this.state.tool];
  }

  get dear() {
    return ["near", ...this.tool.wants];
  }

  // -- opening ----------------------------------------------------------------------------------------------------

  // trained: the names of generators that came with the playground, which are there whatever the run is; the nearest to its data first.
  setScene(scene) {
    Object.assign(this, { trained: scene.trained, explorable: EXPLORED.includes(scene.kind) });
    this.button.hidden = !this.explorable;
    this.first.hidden = !this.trained.length;
    this.listen?.stop();
    if (this.isOpen && !this.explorable && !this.state.source) this.close();
    if (this.isOpen) this.ask("show"); // where it is another run, the host says so
    else if (this.kept) this.forget();
  }

  // The G of the run, with what was held of it.
  openOwn(opener = this.button) {
    this.enter(opener);
    if (this.kept && !this.state.source) this.goOn();
    else this.begin("");
  }

  // One that came with the playground: the one that was held, or the nearest to the data of the run.
  openReadyMade() {
    if (this.isOpen && this.state.source) return;
    this.enter(this.first);
    if (this.kept && this.state.source) this.goOn();
    else this.begin(this.trained[0]);
  }

  // The fake of that number in the picture.
  take(number) {
    this.openOwn(this.view.picture.box);
    this.state.truncation = 1;
    this.numbers.a = number;
    this.hold("fake", number);
  }

  enter(opener) {
    if (!this.large) this.make();
    this.opener = opener;
    this.panel.hidden = false;
    retell(this.panel);
    if (opener.hasAttribute("aria-expanded")) setAttribute(opener, "aria-expanded", true);
    setAttribute(this.view.grid, "data-exploring", true);
    this.panel.focus({ preventScroll: true });
  }

  // With what was held when it was closed, and the newest G.
  goOn() {
    this.kept = false;
    this.queue.push({ do: "renew" });
    this.turnTo(this.state.tool);
  }

  // source: the name of a generator that came with the playground, or "" for the one of the run.
  begin(source = this.state.source) {
    this.kept = false;
    this.source.hidden = !this.trained.length;
    this.source.replaceChildren(make("option", { value: "", disabled: !this.explorable }, EXPLORE.run), ...this.trained.map((name) => make("option", { value: name, "data-verbatim": true }, name)));
    this.source.value = source;
    for (const [node, hidden] of [[this.newest, source], [this.follow, source], [this.readyMade, !source]]) node.hidden = Boolean(hidden);
    this.amounts = new Array(8).fill(0);
    this.numbers = { a: 1, b: 2 };
    this.state = { tool: this.state?.tool ?? "directions", way: "ganspace", mode: "spherical", t: 0, axes: [0, 1], truncation: 1, label: this.state?.label ?? null, source };
    this.queue = [];
    this.furnish(source ? "images" : this.view.scene.kind);
    this.state.tool = this.fitting;
    this.ask("open");
    this.turnTo(this.state.tool);
  }

  // Music is heard; only pictures are searched for; not every G has directions; what is near has other names.
  furnish(kind, directed = true) {
    const [name, label, tip] = EXPLORE.nearest[kind];
    setText(this.nearestName, name);
    this.nearest.canvas.setAttribute("aria-label", label);
    this.near.setAttribute("data-tip", tip);
    this.listen.buttons.held.hidden = kind !== "music";
    this.nearest.columns = kind === "text" ? 1 : 5;
    setAttribute(this.panel, "data-kind", kind);
    const without = [...(kind === "images" ? [] : ["search"]), ...(directed ? [] : ["directions", "plane"])];
    for (const tab of this.tabs) tab.hidden = without.includes(tab.dataset.tool);
  }

  // The tool that was chosen, or the first one that there is for this G.
  get fitting() {
    const offered = this.tabs.filter((tab) => !tab.hidden).map((tab) => tab.dataset.tool);
    return offered.includes(this.state.tool) ? this.state.tool : offered[0];
  }

  close() {
    this.stopWalk();
    this.listen.stop();
    this.panel.hidden = true;
    for (const button of [this.button, this.first]) setAttribute(button, "aria-expanded", false);
    this.view.grid.removeAttribute("data-exploring");
    clearTimeout(this.settling);
    this.kept = true;
    this.opener.focus({ preventScroll: true });
  }

  // The run is another one: nothing is held any more, here and at the host.
  forget() {
    this.kept = false;
    this.ask("close");
  }

  turnTo(name) {
    this.stopWalk();
    this.state.tool = name;
    this.walkButton.hidden = name === "search";
    setAttribute(this.walkButton, "data-tip", name === "way" ? EXPLORE.crossTip : EXPLORE.walkTip);
    for (const tab of this.tabs) setAttribute(tab, "aria-pressed", tab.dataset.tool === name);
    this.place.replaceChildren(this.tool.node);
    this.tool.show({ arrays: {} });
    this.wish(this.dear);
  }

  // -- wishes -----------------------------------------------------------------------------------------------------

  // A slider moves: the large picture follows at once, all else when it rests.
  move() {
    this.stopWalk();
    this.wish([]);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.isOpen && this.wish(this.dear.filter((want) => want !== "reals")), SETTLE);
  }

  // A choice: everything at once.
  choose(change = {}) {
    this.stopWalk();
    Object.assign(this.state, change);
    this.tool.show({ arrays: {} });
    this.wish(this.dear);
  }

  hold(hand, number) {
    this.stopWalk();
    if (hand !== "b") {
      this.amounts.fill(0);
      if (number === this.numbers.b) this.queue.push({ do: "b", number: this.otherB() });
    }
    this.ask(hand, { number });
  }

  // The number of another sample to go to, which is not the one that is held.
  otherB() {
    do this.numbers.b++; while (this.numbers.b === this.numbers.a);
    return this.numbers.b;
  }

  // Something is done once, in the order in which it was asked for.
  ask(what, more = {}, wants = null) {
    if (this.large) this.stopWalk();
    if (what === "close") this.queue = [];
    this.queue.push({ do: what, ...more });
    this.wish(what === "close" ? [] : wants ?? this.dear);
  }

  wish(wants) {
    for (const want of wants) this.wanted.add(want);
    this.waiting = true;
    this.pump();
  }

  // One question at a time; of moves that come faster than the answers the newest counts.
  pump() {
    if (!this.waiting || (this.asked && performance.now() - this.asked < PATIENT)) return;
    const next = this.queue.shift() ?? { do: "show" };
    this.waiting = this.queue.length > 0;
    const wants = this.waiting || next.do === "close" ? [] : [...this.wanted];
    if (!this.waiting) this.wanted.clear();
    this.asked = performance.now();
    clearTimeout(this.late);
    this.late = setTimeout(() => this.complain(EXPLORE.late), PATIENT);
    const { tool, t, ...state } = this.state;
    this.say({ ...next, wants, turn: ++this.turn, ...state, amounts: this.amounts, shuffle: this.tools.search.shuffle, ...(tool === "way" ? { t } : {}) });
  }

  complain(text) {
    this.asked = 0;
    this.trouble.hidden = !text;
    setText(this.trouble, text ?? "");
    this.pump();
  }

  // -- answers ----------------------------------------------------------------------------------------------------

  answer(reply) {
    if (reply.turn !== this.turn) return;
    clearTimeout(this.late);
    this.asked = 0;
    if (this.isOpen && !reply.refused) this.receive(reply);
    this.complain(this.isOpen && reply.refused);
  }

  receive(reply) {
    const { arrays, near } = reply;
    if (reply.anew) this.meet(reply);
    if (reply.anew && reply.do !== "open") return this.begin();
    this.step = reply.step;
    this.showStep();
    if (reply.do === "take" || reply.do === "found" || reply.do === "swap") {
      this.amounts = [...reply.amounts, ...new Array(8).fill(0)].slice(0, 8);
      this.state.truncation = reply.truncation;
      this.state.t = 0;
      setText(this.sample, EXPLORE.held);
    } else if (["a", "fake", "open"].includes(reply.do)) setText(this.sample, EXPLORE.sample(this.numbers.a));
    if (reply.do === "fake") this.classes.value = this.state.label = reply.label; // as it is shown in the picture
    if (!arrays.large) return;
    if (reply.kept) download(`${this.state.source || this.view.scene.recipe.name}-a-to-b.gif`, reply.kept);
    if (arrays.walk && !this.waiting) this.beginWalk(arrays.walk); // unless something else was wished meanwhile
    if (!this.walking) this.large.show(arrays.large);
    this.piece = this.kind === "music" ? { notes: arrays.large, length: arrays.large.shape[2] } : null;
    setAttribute(this.large.canvas, "data-turn", reply.turn);
    this.truncation.set(this.state.truncation);
    this.before.disabled = this.numbers.a <= 1;
    if (near) {
      this.nearest.canvas.hidden = !arrays.near;
      if (arrays.near) this.nearest.show(arrays.near);
      setText(this.says, near.sentence);
      setAttribute(this.says, "data-verdict", near.verdict);
    }
    this.tool.show(reply);
  }

  // What there is to know of a G that is explored for the first time.
  meet(reply) {
    const { kind, classes, styled, sizes, shape, average, label, directed } = reply;
    Object.assign(this, { kind, styled, layers: sizes.length, shape, average });
    if (kind === "music") this.listen.setScene(reply);
    this.furnish(kind, directed);
    if (this.fitting !== this.state.tool) this.turnTo(this.fitting);
    this.state.label = label;
    this.classes.hidden = !classes.length;
    this.classes.replaceChildren(...classes.map((name, i) => make("option", { value: i }, name)));
    this.classes.value = label;
    setText(this.truncation.name, styled ? EXPLORE.truncation : EXPLORE.length);
    this.truncation.input.setAttribute("aria-label", styled ? EXPLORE.truncation : EXPLORE.length);
    setAttribute(this.truncation.node, "data-tip", styled ? EXPLORE.truncationTip : EXPLORE.lengthTip);
  }

  // -- while it trains ----------------------------------------------------------------------------------------------

  show(frame, now) {
    this.now = frame.step;
    if (!this.isOpen || this.step === undefined || this.state.source) return;
    this.showStep();
    if (this.follow.ariaPressed !== "true" || this.now === this.step || this.asked || now - (this.followed ?? 0) < FOLLOW_GAP) return;
    this.followed = now;
    this.queue.push({ do: "renew" });
    this.wish(this.tool.wants.filter((want) => want !== "reals"));
  }

  // Music is painted in the colours of the page.
  recolour() {
    if (this.isOpen && this.kind === "music") this.wish(this.dear);
  }

  showStep() {
    setText(this.asOf, this.average ? EXPLORE.asOfAverage(writeCount(this.step)) : EXPLORE.asOf(writeCount(this.step)));
    this.newest.disabled = this.now === this.step;
  }

  // -- a walk -----------------------------------------------------------------------------------------------------

  // Where it is stopped by its button, all that is shown is of one moment again.
  toggleWalk() {
    clearTimeout(this.settling);
    if (!this.walking) return this.wish(["walk"]);
    this.stopWalk();
    this.wish(this.dear);
  }

  // Round and round; from A to B there and back, beginning where the slider is.
  beginWalk(pictures) {
    this.stopWalk();
    setAttribute(this.walkButton, "aria-pressed", true);
    setAttribute(this.panel, "data-walking", true);
    this.walkButton.replaceChildren(icon("pause"), EXPLORE.walk);
    const last = pictures.shape[0] - 1;
    const across = this.state.tool === "way";
    let at = across ? Math.round(this.state.t * last) : 0;
    const show = () => {
      const place = across ? last - Math.abs(last - (at % (2 * last))) : at % (last + 1);
      this.large.show(pictures, place);
      if (across) this.tool.place(place / last);
      at++;
    };
    this.walking = setInterval(show, this.view.still.matches ? CALM_WALK_GAP : WALK_GAP);
  }

  stopWalk() {
    if (!this.walking) return;
    clearInterval(this.walking);
    this.walking = null;
    this.panel.removeAttribute("data-walking");
    setAttribute(this.walkButton, "aria-pressed", false);
    this.walkButton.replaceChildren(icon("play"), EXPLORE.walk);
  }

  destroy() {
    this.listen?.stop();
    clearInterval(this.walking);
    clearTimeout(this.settling);
    clearTimeout(this.late);
  }
}
