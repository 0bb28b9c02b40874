// bridge.js: between Gradio and the canvas. The stream hands over packets, the shell draws them and sends wishes back.

// Gradio's own column of controls, taken into the shell as soon as it is there (a template's children cannot be nested).
function adopt(place, view) {
  const column = document.getElementById("controls");
  if (!column) return requestAnimationFrame(() => adopt(place, view));
  place.append(column, document.getElementById("language")); // the choice of the language comes last
  openOwn(column, view);
  explain(column, view);
}

// Every chip and tile says what it stands for, and each of the two groups is one tab stop, moved through with the arrows.
// Gradio's components mount a little later than their column.
function explain(column, view) {
  const inputs = column.querySelectorAll("#recipe input, #data input");
  const place = column.querySelector("#recipe-title small");
  const keep = column.querySelector("#keep");
  if (!place || !keep || inputs.length < Object.keys(TILE_TIPS).length) return requestAnimationFrame(() => explain(column, view));
  for (const input of inputs) input.closest("label").dataset.tip = TILE_TIPS[input.value];
  for (const input of column.querySelectorAll("#recipe input")) input.closest("label").dataset.paper = PAPERS[input.value];
  for (const group of column.querySelectorAll("#recipe, #data")) join(group);
  keep.dataset.tip = KEEP_TIP;
  view.keeps = () => keep.querySelector("input").checked;
  shelveRecipes(column.querySelector("#recipe"), place);
  const shelves = new DataShelves(column.querySelector("#data"));
  view.listening.push(shelves);
  if (view.scene) shelves.setScene(view.scene);
  keep.append(view.fetch.button);
  view.fetch.column = column;
  const own = column.querySelector('#data input[value="path"]');
  Object.assign(view.own, { owner: own, column, reveal: () => shelves.reveal(own) }); // files may be dropped before it is opened
}

const KEEP_TIP = "Off: other data, drawn or chosen, begins a new run. On: both networks stay and go on training with the other data; where they do not fit it, a new run begins.";

// The pencil and the frame are no choices by themselves: one opens the sheet, the other a place for pictures, and what is
// drawn or dropped there is the choice.
function openOwn(column, view) {
  const opens = {
    drawn: () => (view.places.openDrawer(false), view.drawing.open()),
    path: (input) => view.own.open(input, column),
  };
  column.addEventListener("click", (event) => {
    const input = event.target.closest?.("#data label")?.querySelector("input");
    const open = opens[input?.value];
    if (!open) return;
    event.preventDefault();
    event.stopPropagation();
    open(input);
  }, true);
}

// Gradio gives every radio a name of its own, and does so again whenever it changes; with one name they are a group.
function join(group) {
  const name = () => {
    for (const input of group.querySelectorAll("input")) if (input.name !== group.id) input.name = group.id;
  };
  name();
  new MutationObserver(name).observe(group, { attributes: true, attributeFilter: ["name"], subtree: true });
}

// Gradio’s own words come in English as well, whatever the browser speaks, so that one dictionary rules the whole page.
Object.defineProperties(navigator, { language: { get: () => "en" }, languages: { get: () => ["en"] } });

// A sentence for the visitor, for as long as it takes to read it.
const NOTICE_TIME = 9000;
let notice, noticeTimer;
function say(text) {
  if (!notice) {
    notice = document.createElement("p");
    Object.assign(notice, { className: "gan-toast", role: "alert", onclick: () => { notice.hidden = true; } });
    document.querySelector(".gan-shell").append(notice);
  }
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { notice.hidden = true; }, NOTICE_TIME);
}

// Changes when the settings went with the run to another moment: it travelled, was replayed, or diverged and went back.
function settingsOf(frame) {
  if (!frame) return null;
  const { timeline: { id, shown, past, settings }, status, goal } = frame;
  return [id, shown, past && settings, status === "diverged", goal !== null].join();
}

window.ganBridge = {
  // Each new value is "time|sentence", or "time|" where the controls are only to be set anew.
  notice(props, watch) {
    watch("value", () => {
      const sentence = String(props.value).replace(/^\d*\|/, "");
      if (sentence) say(sentence);
      dispatchEvent(new CustomEvent("gan-refresh"));
    });
  },
  // The shell: one view for the page. trigger("act", ...) carries what the user wants to the server.
  shell(element, trigger) {
    const view = new GanView(element.querySelector(".gan-shell"), {
      ids: true, lessons: LESSONS, formats: FORMATS,
      send: (action, payload) => trigger("act", { action, ...payload }),
      tell: say,
      ask: (what, payload) => trigger("ask", { ask: what, ...payload }),
      explore: (wish) => trigger("ask", { ask: "explore", ...wish }),
    });
    adopt(element.querySelector('[data-part="controls"]'), view);
    let settings = "";
    addEventListener("gan-packet", (event) => {
      for (const [packet, place] of event.detail) view.push(packet, place);
      const now = settingsOf(view.side.inHand());
      if (now && settings && now !== settings) trigger("refresh");
      settings = now ?? settings;
    });
    addEventListener("gan-reply", (event) => event.detail.ask === "explore" ? view.explore.answer(decodePacket(decodeBase64(event.detail.packet))) : ({ pictures: view.own, fetch: view.fetch }[event.detail.ask] ?? view.share).answer(event.detail));
    addEventListener("gan-refresh", () => trigger("refresh"));
    addEventListener("hashchange", () => openLink());
    addEventListener("gan-connection", (event) => view.connection(event.detail));
    view.lessons.changed = (name) => {
      const address = new URL(location.href);
      if (name) address.searchParams.set("lesson", name);
      else address.searchParams.delete("lesson");
      history.replaceState(history.state, "", address);
    };
    const openLink = () => location.hash.startsWith("#run=") && (view.send("open", { link: location.hash }), true);
    const lesson = new URLSearchParams(location.search).get("lesson");
    const unknown = lesson === null ? null : view.lessons.open(lesson);
    if (unknown) say(unknown);
    if (lesson === null || unknown) openLink() || trigger("refresh");
  },
  // Each value is a link or a file that was asked for, as JSON.
  reply(props, watch) {
    watch("value", () => dispatchEvent(new CustomEvent("gan-reply", { detail: JSON.parse(props.value) })));
  },
  // The bus: its one value is the tab's name, under which the server has its frames.
  bus(props, watch) {
    let there = true;
    const tell = (name, detail) => dispatchEvent(new CustomEvent(name, { detail }));
    watch("value", () => followAlways(
      `${window.gradio_config.root}/frames/${props.value}`,
      (packets) => packets.length && tell("gan-packet", packets),
      (heard) => heard !== there && tell("gan-connection", there = heard)));
  },
};
