// differs.js: the panel that says which run is ahead, names every setting in which runs differ, and offers one change at a time.
import { make, setAttribute, setText } from "./dom.js";
import { tableRow } from "./metrics.js";
import { TIPS, minus } from "./words.js";

export const badge = (letter) => make("i", { class: `gan-letter-badge gan-run-${letter.toLowerCase()}`, "aria-hidden": "true" }, letter);

const hidden = (text) => make("span", { class: "gan-hidden" }, text);
// Two runs: a name and its values in one row. More leave no room for that: the name goes over the values.
function rows(name, values) {
  if (values.length < 3) return [make("tr", {}, make("th", { scope: "row" }, name), ...values)];
  return [make("tr", {}, make("th", { scope: "rowgroup", colspan: values.length }, name)), make("tr", {}, ...values)];
}

const setting = ([name, values]) => rows(name, values.map((value) => make("td", { class: value === values[0] ? "" : "gan-other" }, minus(value))));

// The value of the run that is ahead in a measure has a mark, a word and weight.
function measure([key, ahead], runs, metrics) {
  const { name, beside, values } = tableRow(key, runs.map(({ letter }) => metrics[letter]));
  const cells = values.map((value, place) => (runs[place].letter === ahead
    ? make("td", { class: "gan-better" }, make("span", { "aria-hidden": "true" }, "✓ "), minus(value), hidden(" better"))
    : make("td", {}, minus(value))));
  return rows(make("span", { "data-tip": TIPS[key] }, make("span", {}, name), beside ? make("small", {}, ` ${beside}`) : ""), cells);
}

function head(runs) {
  const letters = runs.map(({ letter }) => make("th", { scope: "col" }, badge(letter), hidden(letter)));
  return make("thead", {}, make("tr", {}, runs.length > 2 ? null : make("th", { scope: "col" }, hidden("setting")), ...letters));
}

export class Differs {
  constructor(root, controls, view) {
    this.view = view;
    this.hands = make("div", { class: "gan-segments", role: "group", "aria-label": "The run that the settings act on" });
    [this.title, this.why] = [make("b", { "aria-live": "polite" }), make("span", { class: "gan-muted" })];
    this.standing = view.name(make("p", { class: "gan-standing", "data-tip": TIPS.standing, hidden: true }, this.title, this.why), "standing");
    this.measures = make("tbody", { class: "gan-measures" });
    this.table = view.name(make("table", { class: "gan-differs" }), "differences");
    this.none = make("p", { class: "gan-note" });
    this.choice = view.name(make("select", { class: "gan-contrast", "data-tip": TIPS.contrast, onchange: () => this.view.send("contrast", { label: this.choice.value }) }), "contrast");
    this.label = make("span");
    root.append(
      make("div", { class: "gan-head", "data-tip": TIPS.differs }, make("h2", { class: "gan-heading" }, "What differs"), make("span", { class: "gan-muted" }, "same data, same seed")),
      make("div", { class: "gan-panel" }, this.standing, make("div", { class: "gan-differs-box" }, this.table, this.none), make("label", { class: "gan-contrast-label" }, this.label, this.choice)),
      make("div", { class: "gan-hands" }, make("span", { class: "gan-muted" }, "Settings act on"), this.hands));
    this.note = make("p", { class: "gan-in-hand gan-note" });
    controls.prepend(this.note);
  }

  setState({ standing = null, ...state }) {
    this.showStanding(standing, state.runs);
    const key = JSON.stringify(state);
    if (key !== this.key) this.showGroup(state);
    this.key = key;
  }

  showStanding(standing, runs) {
    this.standing.hidden = !standing;
    setText(this.title, standing?.title ?? "");
    setText(this.why, standing?.text ?? "");
    this.measures.replaceChildren(...(standing?.rows ?? []).flatMap((row) => measure(row, runs, standing.metrics)));
  }

  showGroup({ runs, chosen, differences = [], offers = [], base, contrast }) {
    const hand = runs[chosen].letter;
    this.note.hidden = runs.length < 2;
    setText(this.note, `These settings act on ${hand}.`);
    if (runs.length < 2) return;
    this.hands.replaceChildren(...runs.map(({ letter }, place) => make("button", {
      type: "button", class: "gan-segment", "aria-pressed": String(place === chosen), "aria-label": `Run ${letter}`, "data-hand": letter,
      "data-tip": TIPS.select, onclick: () => this.view.send("select", { place }),
    }, letter)));
    this.table.hidden = !differences.length;
    this.none.hidden = Boolean(differences.length);
    setText(this.none, runs.length > 2 ? "Nothing yet: all go on exactly alike." : "Nothing yet: B goes on exactly as A does.");
    this.table.replaceChildren(head(runs), this.measures, make("tbody", { class: "gan-settings-apart" }, ...differences.flatMap(setting)));
    setText(this.label, `One change: ${hand} is ${base}, but with`);
    this.offer(offers, hand, base);
    this.choice.value = contrast; // named for as long as it is true
  }

  offer(offers, hand, base) {
    this.choice.replaceChildren(make("option", { value: "" }, "choose…"), ...offers.map(([title, labels]) =>
      make("optgroup", { label: title }, ...labels.map((label) => make("option", { value: label }, label)))));
    setAttribute(this.choice, "aria-label", `One change for ${hand}, all else as in ${base}`);
  }
}
