"""A slider whose scale may be logarithmic, which Gradio's own has not: a small component of our own."""

import json
from html import escape

import gradio as gr

TEMPLATE = """
<label class="gan-knob" data-tip="{help}"><span>{label}</span><output></output>
<input type="range" min="0" max="1000" aria-label="{label}"></label>
"""

SCRIPT = """
const input = element.querySelector("input"), output = element.querySelector("output");
const from = (t) => log ? low * Math.pow(high / low, t) : low + (high - low) * t;
const to = (v) => log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
const rounded = (v) => whole ? Math.round(v) : Number(v.toPrecision(2));
let current = props.value, due = 0;
const show = (v) => {
  const text = Number(Number(v).toPrecision(4)).toString();
  output.textContent = text;
  input.setAttribute("aria-valuetext", text);
  input.style.setProperty("--gan-filled", `${Number(input.value) / 10}%`);
};
const stand = (v) => {
  current = v;
  input.value = Math.round(1000 * Math.min(1, Math.max(0, to(v))));
  show(v);
};
input.addEventListener("input", () => {
  const value = rounded(from(Number(input.value) / 1000));
  show(value);
  if (value === current) return;
  current = value;
  clearTimeout(due);
  due = setTimeout(() => trigger("steer", { value }), 60);  // the newest of a drag is enough
});
input.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const before = Number(current);
  let t = Number(input.value) / 1000, value = before;
  while (value === before && t >= 0 && t <= 1) { t += by * 0.01; value = rounded(from(Math.min(1, Math.max(0, t)))); }
  input.value = Math.round(1000 * t);
  input.dispatchEvent(new Event("input"));
});
stand(props.value);
watch("value", () => stand(props.value));
"""


def knob(label, help, low, high, log, whole, **kwargs):
    """A labelled slider from low to high. Sends "steer" with {"value": number}; its own value is set by the server.

    Everything but the value is written into the markup and the script: in a folded section Gradio forgets other
    properties when the value is set before the section was first opened.
    """
    scale = f"const {{ low, high, log, whole }} = {json.dumps({'low': low, 'high': high, 'log': log, 'whole': whole})};"
    return gr.HTML(value=low, html_template=TEMPLATE.format(label=escape(label), help=escape(help)),
                   js_on_load=scale + SCRIPT, label=label, apply_default_css=False, **kwargs)
