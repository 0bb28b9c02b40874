// lessons.js: the list of lessons, and the one that is under way in this tab: which page, what was pressed, what is done.
import { icon, make, setAttribute } from "./dom.js";
import { LessonPanel } from "./lesson.js";
import { Popover } from "./popover.js";
import { TIPS } from "./words.js";

const COMPARED = { ">=": (a, b) => a >= b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, "<": (a, b) => a < b, "==": (a, b) => a === b, "!=": (a, b) => a !== b };

export class Lessons {
  // catalogue: the lessons as the server wrote them; a notebook has none, and then no button either. changed(name or null) is told of every beginning and end.
  constructor(root, coachRoot, view, catalogue = []) {
    this.view = view;
    this.catalogue = catalogue;
    this.coachRoot = coachRoot;
    this.changed = () => {};
    this.layers = [];
    if (!catalogue.length) return;
    this.list = new Popover(view.grid);
    this.panel = new LessonPanel(view, this);
    this.button = view.name(make("button", { type: "button", class: "gan-bare", "aria-label": "Lessons", "aria-haspopup": "dialog", "aria-expanded": "false", "data-tip": TIPS.lessons, onclick: () => this.toggleList() },
      icon("lessons"), make("span", { class: "gan-word" }, "Lessons")), "lessons");
    root.prepend(this.button);
    this.rest = make("p", { class: "gan-note gan-lesson-rest", hidden: true }, "This lesson needs few settings. The others come back when you leave it.");
    view.parts.controls?.append(this.rest);
  }

  toggleList() {
    if (this.list.isOpen) return this.list.close();
    const choices = this.catalogue.map((lesson, i) => make("li", {}, make("button", { type: "button", class: "gan-lesson-choice", "aria-current": lesson === this.lesson ? "true" : null, onclick: () => this.chooseLesson(lesson) },
      make("i", { "aria-hidden": "true" }, String(i + 1)), make("b", {}, lesson.title), make("span", {}, lesson.about))));
    const list = make("ol", { class: "gan-lesson-list", onkeydown: (event) => this.moveThrough(event, choices) }, ...choices);
    this.list.open(this.button, "Lessons", null, make("h2", { class: "gan-heading" }, "Lessons"), make("p", { class: "gan-note" }, "Each is a scene with a task and a question. It begins a new run, and ends a comparison."), list);
  }

  moveThrough(event, choices) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const buttons = choices.map((choice) => choice.firstElementChild);
    buttons.at((buttons.indexOf(document.activeElement) + by) % buttons.length).focus();
  }

  chooseLesson(lesson) {
    this.list.close(false);
    this.begin(lesson);
    this.panel.body.focus({ preventScroll: true });
  }

  get following() {
    return this.catalogue[this.catalogue.indexOf(this.lesson) + 1] ?? null;
  }

  // Begins the lesson of a name; a sentence when there is none.
  open(name) {
    const lesson = this.catalogue.find((one) => one.name === name);
    if (!lesson) return `There is no lesson “${name.slice(0, 40)}”. All lessons are behind the button Lessons.`;
    this.begin(lesson);
    return null;
  }

  begin(lesson) {
    this.lesson = lesson;
    this.pages = lesson.steps.flatMap((step, i) => [{ step, i, asks: false }, ...(step.question ? [{ step, i, asks: true }] : [])]);
    this.states = lesson.steps.map(() => ({ pressed: false, done: false, paused: false, chosen: null, since: null }));
    this.setUp(lesson, true);
    this.view.send("lesson", { name: lesson.name });
    setAttribute(this.view.grid, "data-lesson", lesson.name);
    this.rest.hidden = false;
    this.panel.coach.append(this.view.coach.panel);
    this.coachRoot.append(this.panel.node);
    this.view.places.openTab("coach");
    this.turn(0);
    if (this.view.places.hasTabs()) this.view.picture.box.scrollIntoView({ block: "start" }); // the lesson is below it
    this.changed(lesson.name);
  }

  // Speed and layers are the page's own. Frames of the run before, which are still on their way, count for nothing.
  setUp({ speed, layers }, anew) {
    this.view.transport.limitTo(speed);
    this.layers = layers;
    this.awaited = anew;
    if (!anew) this.switchLayers();
  }

  switchLayers() {
    for (const name of this.layers) {
      const chip = this.view.layers.bar.querySelector(`[data-layer="${name}"]`);
      if (chip?.getAttribute("aria-pressed") === "false") chip.click();
    }
    this.layers = [];
  }

  setScene() {
    this.awaited = false;
    this.switchLayers();
  }

  turn(at) {
    this.at = at;
    this.page = this.pages[at];
    if (!this.page) return this.panel.close(this.lesson.title, this.lesson.end, this.following);
    this.state = this.states[this.page.i];
    this.state.since ??= this.awaited ? 0 : this.view.frame?.step ?? 0;
    this.panel.open(this.lesson.title, at, this.pages.length, this.page, this.state);
    if (this.view.frame) this.show(this.view.frame);
  }

  next() {
    if (this.page) return this.turn(this.at + 1);
    if (this.following) this.begin(this.following);
    else this.leave();
  }

  back() {
    if (this.at) this.turn(this.at - 1);
  }

  press() {
    const [state, button] = [this.state, this.page.step.do];
    state.pressed = true;
    state.since = button.anew ? 0 : this.view.frame?.step ?? 0;
    this.setUp({ ...button, speed: button.speed ?? this.lesson.speed }, button.anew);
    this.view.send("lesson-button", { name: this.lesson.name, step: this.page.i });
    this.panel.showDone(state);
  }

  choose(i) {
    this.state.chosen = i;
    this.panel.showAnswer(i);
  }

  leave() {
    this.lesson = this.page = null;
    this.view.grid.removeAttribute("data-lesson");
    this.rest.hidden = true;
    this.panel.node.remove();
    this.coachRoot.append(this.view.coach.panel);
    this.view.transport.limitTo(null);
    this.changed(null);
    this.view.redraw();
    this.button.focus({ preventScroll: true });
  }

  show(frame) {
    if (!this.page || this.awaited) return; // its last card asks for nothing
    const { state, page: { step } } = this;
    if (!step.task) return;
    state.since = step.do && !state.pressed ? frame.step : Math.min(state.since, frame.step); // what counts begins with the button; or the run went back
    const read = (goal) => this.read(goal, frame, state.since);
    if (this.view.calm) this.panel.showGoals(read);
    if (state.done || (step.do && !state.pressed) || !(step.do || step.until.length)) return;
    state.done = step.until.every((goal) => read(goal)[1]);
    if (!state.done) return;
    // The picture stays what the next page speaks of, until its button or Play goes on.
    state.paused = frame.playing && !step.until.some(({ what }) => what === "status");
    if (state.paused) this.view.send("pause");
    this.panel.showGoals(read);
    this.panel.showDone(state);
  }

  // What a goal is about as it is now, and whether the goal is met; a measurement from before this page began does not count.
  read({ what, sign, value }, frame, since) {
    const { metrics = {}, now, note } = frame;
    const known = { step: frame.step, steps: frame.step - since, status: frame.status, players: frame.players, verdict: note?.verdict, ...now, ...metrics }[what] ?? null;
    const old = what in metrics && frame.metrics_step < since;
    return [known, known !== null && !old && COMPARED[sign](known, value)];
  }
}
