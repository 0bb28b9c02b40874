// lesson.js: the panel of a lesson: the page that is open, its task with what is still to come, and its question. The coach speaks at its foot.
import { icon, make, setText } from "./dom.js";
import { writeCount, writeNumber } from "./words.js";

const fromHtml = (tag, attributes, html) => {
  const node = make(tag, { ...attributes, "data-whole": true });
  node.innerHTML = html; // made by the server, where all but formulas is escaped
  return node;
};

function sayValue(value) {
  if (typeof value !== "number") return value ?? "–";
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
    this.back = view.name(make("button", { type: "button", class: "gan-button", onclick: () => owner.back() }, "Back"), "lesson-back");
    this.next = view.name(make("button", { type: "button", class: "gan-button", onclick: () => owner.next() }), "lesson-next");
    this.name = (node, id) => view.name(node, id);
    this.coach = make("div", { class: "gan-lesson-coach" });
    this.node = view.name(make("div", { class: "gan-panel gan-lesson" }, make("div", { class: "gan-lesson-head" }, make("div", {}, this.where, this.title), cross),
      this.body, make("div", { class: "gan-buttons gan-lesson-way" }, this.back, this.next), this.coach), "lesson");
  }

  // Page `at` of `of`: a step's text and task, or its question. state is {pressed, done, chosen}.
  open(title, at, of, { step, asks }, state) {
    this.step = step;
    this.asks = asks;
    setText(this.where, `Lesson · ${at + 1} of ${of}`);
    setText(this.title, title);
    this.back.disabled = at === 0;
    setText(this.next, at + 1 === of ? "Finish" : "Next");
    this.next.classList.remove("gan-cure");
    this.body.replaceChildren(...(asks ? [this.makeQuestion(step.question)] : [fromHtml("p", {}, step.text), step.task ? this.makeTask(step) : ""]));
    this.body.scrollTop = 0;
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
    const ways = next ? [make("p", {}, `Next: ${next.title}`), make("p", { class: "gan-note" }, "Or go on with this run as it stands, with all its settings."),
      this.name(make("button", { type: "button", class: "gan-button", onclick: () => this.owner.leave() }, "Go on freely"), "lesson-leave")]
      : [make("p", { class: "gan-note" }, "This was the last lesson. All of them stay behind the button Lessons.")];
    this.body.replaceChildren(this.name(make("div", { class: "gan-lesson-end" }, make("p", { class: "gan-note" }, "What you found"), fromHtml("p", { class: "gan-found" }, end), ...ways), "lesson-end"));
    this.body.scrollTop = 0;
  }

  makeTask(step) {
    this.mark = make("i", { class: step.do || step.until.length ? "gan-mark" : "gan-mark-free", "aria-hidden": "true" }, "›");
    this.marked = make("span", { class: "gan-hidden", role: "status" });
    this.goals = step.until.map(({ title, words }) => {
      const value = make("b", {}, "–");
      return { value, node: make("li", {}, `${title} `, value, make("span", {}, ` → ${words}`)) };
    });
    this.button = step.do ? this.name(make("button", { type: "button", class: "gan-button gan-cure", onclick: () => this.owner.press() }, step.do.label), "lesson-do") : null;
    return this.name(make("div", { class: "gan-task" }, this.mark, make("div", {}, fromHtml("p", {}, step.task), this.marked, this.button,
      this.goals.length ? make("ul", { class: "gan-goals", "aria-label": "The task is done at" }, ...this.goals.map(({ node }) => node)) : null)), "lesson-task");
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

  showDone({ pressed, done }) {
    if (this.asks || !this.step.task) return;
    this.mark.classList.toggle("gan-mark-done", done);
    if (this.mark.className !== "gan-mark-free") setText(this.mark, done ? "✓" : "");
    setText(this.marked, done ? "Task done." : "");
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
    this.answer.replaceChildren(make("b", {}, chosen === answer ? "Yes." : "Not quite: the marked one."), " ", fromHtml("span", {}, explanation));
  }
}
