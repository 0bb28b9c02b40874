// bridge.js: between Gradio and the canvas. The hidden bus hands over packets, the shell draws them and sends wishes back.

// Gradio's own column of controls, taken into the shell as soon as it is there (a template's children cannot be nested).
function adopt(place) {
  const column = document.getElementById("controls");
  if (!column) return requestAnimationFrame(() => adopt(place));
  place.append(column);
  explain(column);
}

// Every chip and tile says what it stands for, and each of the two groups is one tab stop, moved through with the arrows.
// Gradio's components mount a little later than their column.
function explain(column) {
  const inputs = column.querySelectorAll("#recipe input, #data input");
  const place = column.querySelector("#recipe-title small");
  if (!place || inputs.length < Object.keys(TILE_TIPS).length) return requestAnimationFrame(() => explain(column));
  for (const input of inputs) {
    input.closest("label").dataset.tip = TILE_TIPS[input.value];
    input.name = input.closest("#recipe") ? "recipe" : "data";
  }
  shelve(column.querySelector("#recipe"), place);
}

// The well-known recipes stay in sight; the others, with the titles of their shelves, unfold at a click.
function shelve(recipe, place) {
  const choices = recipe.querySelector("label").parentElement;
  const total = choices.querySelectorAll("input").length;
  for (const [title, names] of Object.entries(SHELVES)) {
    if (!title || !names.length) continue;
    const labels = names.map((name) => choices.querySelector(`input[value="${name}"]`).closest("label"));
    for (const label of labels) label.classList.add("gan-more-recipe");
    const heading = document.createElement("span");
    heading.className = "gan-shelf gan-more-recipe";
    heading.textContent = title;
    labels[0].before(heading);
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "all-recipes" });
  const unfold = (open) => {
    recipe.classList.toggle("gan-unfolded", open);
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "fewer" : `all ${total}`;
  };
  button.setAttribute("aria-controls", "recipe");
  button.addEventListener("click", () => unfold(!recipe.classList.contains("gan-unfolded")));
  unfold(false);
  place.replaceChildren(button);
}

window.ganBridge = {
  // The shell: one view for the page. trigger("act", ...) carries what the user wants to the server.
  shell(element, trigger) {
    const view = new GanView(element.querySelector(".gan-shell"), { ids: true, send: (action, payload) => trigger("act", { action, ...payload }) });
    adopt(element.querySelector('[data-part="controls"]'));
    let sick = false;
    addEventListener("gan-packet", (event) => {
      view.push64(event.detail);
      const now = view.pending?.status === "diverged";
      if (now && !sick) trigger("refresh");  // the settings went back with the run
      sick = now;
    });
    addEventListener("gan-connection", (event) => view.connection(event.detail));
    trigger("refresh");
  },
  // The bus: each value is "count|packets"; an empty one only says that the server is there.
  bus(props, watch, trigger) {
    let heard = performance.now(), lost = false;
    const connection = (ok) => {
      if (lost === !ok) return;
      lost = !ok;
      dispatchEvent(new CustomEvent("gan-connection", { detail: ok }));
    };
    watch("value", () => {
      heard = performance.now();
      connection(true);
      const packets = String(props.value).split("|")[1];
      if (packets) dispatchEvent(new CustomEvent("gan-packet", { detail: packets }));
    });
    setInterval(() => {
      if (performance.now() - heard < 4000) return;
      connection(false);
      heard = performance.now();
      trigger("wake");
    }, 1000);
  },
};
