// widget.js: the notebook's side of the canvas; GanView and shellMarkup stand above it in the same module.

const SIGN_OF_LIFE = 5000; // ms
const NOTICE = 8000;
const ENDED = "The kernel has ended or cannot be reached: this is the last picture. To go on, run the cells again.";

function sameBytes(one, other) {
  if (one.byteLength !== other?.byteLength) return false;
  for (let i = 0; i < one.byteLength; i++) if (one.getUint8(i) !== other.getUint8(i)) return false;
  return true;
}

function render({ model, el }) {
  el.innerHTML = shellMarkup();
  const page = Math.random().toString(36).slice(2);
  const tell = (message) => {
    try {
      model.send(message);
    } catch { // a kernel was shut down, of which JupyterLab gives no other sign
      stand(model.get("over") || ENDED);
    }
  };
  const view = new GanView(el.querySelector(".gan-shell"), {
    send: (action, payload) => tell({ action, ...payload }), explore: (wish) => tell({ explore: wish }),
  });
  const steering = el.querySelectorAll('[data-part="transport"] :is(button, input)');
  let group = null, who = [], timer; // who stands at each place
  let [scenes, stood] = [[], []]; // what was shown there, and of whom

  const stand = (why) => {
    view.layers.say(why || null);
    for (const control of steering) control.disabled = Boolean(why);
  };
  const show = () => {
    if (model.get("group") !== group && (group = model.get("group")).byteLength) {
      who = decodePacket(group).runs;
      view.push(group);
    }
    const newest = model.get("scenes");
    newest.forEach((scene, place) => {
      if (newest !== scenes && !sameBytes(scene, scenes[place]) || who[place]?.id !== stood[place]) view.push(scene, place);
    });
    [scenes, stood] = [newest, who.map(({ id }) => id)];
    model.get("frames").forEach((frame, place) => view.push(frame, place));
    if (model.get("over")) stand(model.get("over"));
  };
  const hear = ({ notice, heard, explored }, buffers) => {
    if (explored) return view.explore.answer(decodePacket(buffers[0]));
    if (heard === page && !model.get("over")) stand(null);
    if (!notice) return;
    view.layers.say(notice);
    clearTimeout(timer);
    timer = setTimeout(() => view.layers.say(model.get("over") || null), NOTICE);
  };
  const live = () => tell({ here: page });
  const lost = () => {
    stand(model.get("over") || ENDED);
    live(); // an answer would prove the contrary
  };

  // A notebook draws first and attaches later, and detached elements have neither colours nor size.
  const sized = new ResizeObserver(() => view.recolour());
  sized.observe(el);
  model.on("change", show);
  model.on("msg:custom", hear);
  model.on("comm_live_update", lost);
  const heart = setInterval(live, SIGN_OF_LIFE);
  show();
  live();
  return () => {
    clearInterval(heart);
    clearTimeout(timer);
    sized.disconnect();
    tell({ gone: page });
    view.destroy();
  };
}

export default { render };
