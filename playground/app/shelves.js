// shelves.js: what there is to choose from, in order: the recipes that are well known before all others, and the data kind by kind.

// The well-known recipes stay in sight; the others, with the titles of their shelves, unfold at a click.
function shelveRecipes(recipe, place) {
  const choices = recipe.querySelector("label").parentElement;
  const total = choices.querySelectorAll("input").length;
  for (const [title, names] of Object.entries(SHELVES)) {
    if (!title || !names.length) continue;
    const labels = names.map((name) => choices.querySelector(`input[value="${name}"]`).closest("label"));
    for (const label of labels) label.dataset.more = "";
    const heading = document.createElement("span");
    heading.className = "gan-shelf";
    heading.dataset.more = "";
    heading.textContent = title;
    labels[0].before(heading);
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "all-recipes" });
  const unfold = (open) => {
    recipe.dataset.shelves = open ? "open" : "closed";
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "fewer" : `all ${total}`;
  };
  button.setAttribute("aria-controls", "recipe");
  button.addEventListener("click", () => unfold(recipe.dataset.shelves === "closed"));
  unfold(false);
  place.replaceChildren(button);
}

// One kind of data at a time, so that every tile has room for its name; the shelf of what is trained on opens by itself.
class DataShelves {
  constructor(data) {
    this.labels = [...data.querySelectorAll("label:has(input)")];
    this.tabs = Object.keys(DATA_SHELVES).map((title) => {
      const tab = Object.assign(document.createElement("button"), { type: "button", textContent: title, onclick: () => this.open(title) });
      tab.dataset.shelf = title;
      return tab;
    });
    const row = Object.assign(document.createElement("div"), { className: "gan-kinds", role: "group", ariaLabel: "Kinds of data" });
    row.append(...this.tabs);
    data.prepend(row);
  }

  open(title) {
    this.shown = title;
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", tab.dataset.shelf === title);
    for (const label of this.labels) label.hidden = !DATA_SHELVES[title].names.includes(label.querySelector("input").value);
  }

  // The tile of an input comes into sight, if it is not.
  reveal({ value }) {
    const holding = Object.keys(DATA_SHELVES).filter((title) => DATA_SHELVES[title].names.includes(value));
    if (!holding.includes(this.shown)) this.open(holding[0]);
  }

  setScene(scene) {
    const of = `${scene.kind} ${scene.data.name}`;
    if (of !== this.of) this.open(Object.keys(DATA_SHELVES).find((title) => DATA_SHELVES[title].kinds.includes(scene.kind)));
    this.of = of;
  }
}
