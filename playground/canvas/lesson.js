// lesson.js: the panel of a lesson: the page that is open, its task with what is still to come, and its question. Only texts and
// questions scroll; what is to be pressed stays whole below them. The coach speaks at its foot.
import { icon, make, setText } from "./dom.js";
import { writeCount, writeNumber } from "./words.js";

const fromHtml = (tag, attributes, html) => {
  const node = make(tag, { ...attributes, "data-whole": true });
  node.innerHTML = html; // made by the server, where all but formulas is escaped
  return node;
};

const STATES = { slow: "in slow motion", past: "looking back", empty: "not begun" };

function sayValue(value) {
  if (typeof value !== "number") return STATES[value] ?? value ?? "–";
  return Number.isInteger(value) ? writeCount(value) : writeNumber(value, Math.abs(value) < 0.1 ? 4 : 2);
}

export class LessonPanel {
  // owner: what happens on next(), back(), leave(), press() and choose(i).
  constructor(view, owner) {
    this.owner = owner;
    this.where = make("p", { class: "gan-note" });
    this.title = make("h2", { class: "gan-coach-title" });
    const cross = view.name(make("button", { type: "button", class: "gan-bare gan-cross", "aria-label": "Leave the lesson", "data-tip": "Leave the lesson; this run stays.", onclick: () => owner.leave() }, icon("close")), "leave-lesson");
    this.body = view.name(make("div", { class: "gan-lesson-body", tabindex: 0, role: "region", "aria-label": "This part of the lesson" }), "lesson-body");
    this.act = view.name(make("div", { class: "gan-lesson-act" }), "lesson-act");
    this.back = view.name(make("button", { type: "button", class: "gan-button", onclick: () => owner.back() }, "Back"), "lesson-back");
    this.next = view.name(make("button", { type: "button", class: "gan-button", onclick: () => owner.next() }), "lesson-next");
    this.free = view.name(make("button", { type: "button", class: "gan-button", hidden: true, onclick: () => owner.leave() }, "Go on freely"), "lesson-leave");
    this.name = (node, id) => view.name(node, id);
    this.coach = make("div", { class: "gan-lesson-coach" });
    this.node = view.name(make("div", { class: "gan-panel gan-lesson" }, make("div", { class: "gan-lesson-head" }, make("div", {}, this.where, this.title), cross),
      this.body, this.act, make("div", { class: "gan-buttons gan-lesson-way" }, this.back, this.free, this.next), this.coach), "lesson");
  }

  // Page `at` of `of`: a step's text and task, or its question. state is {pressed, done, paused, chosen}.
  open(title, at, of, { step, asks }, state) {
    this.step = step;
    this.asks = asks;
    setText(this.where, `Lesson · ${at + 1} of ${of}`);
    setText(this.title, title);
    this.back.disabled = at === 0;
    setText(this.next, at + 1 === of ? "Finish" : "Next");
    this.next.classList.remove("gan-cure");
    this.free.hidden = true;
    this.fill(asks ? [this.makeQuestion(step.question)] : [fromHtml("p", {}, step.text), step.task ? this.makeTask(step) : ""], !asks && step.task ? this.makeAct(step) : []);
    if (asks && state.chosen !== null) this.showAnswer(state.chosen);
    else this.showDone(state);
  }

  // The last card: what was discovered, and what next, a lesson or null.
  close(title, end, next) {
    this.asks = true; // nothing is to be done any more
    setText(this.where, "Lesson · done");
    setText(this.title, title);
    this.back.disabled = false;
    setText(this.next, next ? "Next lesson" : "Go on freely");
    this.next.classList.add("gan-cure");
    this.free.hidden = !next;
    const ways = next ? [make("p", {}, `Next: ${next.title}`), make("p", { class: "gan-note" }, "Or go on with this run as it stands, with all its settings.")]
      : [make("p", { class: "gan-note" }, "This was the last lesson. All of them stay behind the button Lessons.")];
    this.fill([this.name(make("div", { class: "gan-lesson-end" }, make("p", { class: "gan-note" }, "What you found"), fromHtml("p", { class: "gan-found" }, end), ...ways), "lesson-end")], []);
  }

  fill(body, act) {
    this.body.replaceChildren(...body);
    this.body.scrollTop = 0;
    this.act.replaceChildren(...act);
  }

  makeTask(step) {
    this.mark = make("i", { class: step.do || step.until.length ? "gan-mark" : "gan-mark-free", "aria-hidden": "true" }, "›");
    return this.name(make("div", { class: "gan-task" }, this.mark, fromHtml("p", {}, step.task)), "lesson-task");
  }

  // What a task needs at hand: its button, its goals, and that it is done.
  makeAct(step) {
    this.marked = make("p", { class: "gan-note", role: "status" });
    this.goals = step.until.map(({ title, words }) => {
      const value = make("b", {}, "–");
      return { value, node: make("li", {}, `${title} `, value, make("span", {}, ` → ${words}`)) };
    });
    this.button = step.do ? this.name(make("button", { type: "button", class: "gan-button gan-cure", onclick: () => this.owner.press() }, step.do.label), "lesson-do") : null;
    const goals = this.goals.length ? this.name(make("ul", { class: "gan-goals", "aria-label": "The task is done at" }, ...this.goals.map(({ node }) => node)), "lesson-goals") : null;
    return [this.button, goals, this.marked].filter(Boolean);
  }

  makeQuestion({ text, choices }) {
    this.choices = choices.map((choice, i) => fromHtml("button", { type: "button", class: "gan-choice", "aria-pressed": "false", onclick: () => this.owner.choose(i) }, choice));
    this.answer = make("p", { class: "gan-answer", role: "status" });
    return this.name(make("div", { class: "gan-question", role: "group", "aria-label": "A question" }, fromHtml("p", {}, text), ...this.choices, this.answer), "lesson-question");
  }

  // Each goal with its number now; read(goal) gives [value, whether it holds].
  showGoals(read) {
    if (this.asks) return;
    this.step.until.forEach((goal, i) => {
      const [value, holds] = read(goal);
      setText(this.goals[i].value, sayValue(value));
      this.goals[i].node.classList.toggle("gan-met", holds);
    });
  }

  showDone({ pressed, done, paused }) {
    if (this.asks || !this.step.task) return;
    this.mark.classList.toggle("gan-mark-done", done);
    if (this.mark.className !== "gan-mark-free") setText(this.mark, done ? "✓" : "");
    const words = paused ? "Task done, and training paused. Press Play to watch on." : "Task done.";
    setText(this.marked, done ? words : "");
    if (this.button) this.button.classList.toggle("gan-pressed", pressed);
    this.next.classList.toggle("gan-cure", done);
  }

  showAnswer(chosen) {
    const { answer, explanation } = this.step.question;
    this.choices.forEach((button, i) => {
      button.setAttribute("aria-pressed", i === chosen);
      button.disabled = i !== chosen;
      button.classList.toggle("gan-right-choice", i === answer);
    });
    this.next.classList.add("gan-cure");
    this.answer.replaceChildren(make("b", {}, chosen === answer ? "Yes." : "Not quite. The marked answer is right."), " ", fromHtml("span", {}, explanation));
  }
}
