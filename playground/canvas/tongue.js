// tongue.js: the pass over the page that says all its texts in the language that is spoken, and brings the English back.
import { LANGUAGES } from "./languages.js";
import { listeners, said, spoken } from "./dictionary.js";

// What stands on the page in another language, and which English it came from: {source, shown} for each text and attribute.
const known = new WeakMap();
const ATTRIBUTES = ["aria-label", "aria-valuetext", "data-caption", "data-tip", "label", "placeholder", "title"];
const SILENT = "script, style, code, textarea, [data-verbatim]";
const DROPDOWN = 'input[role="listbox"]'; // Gradio's: what is chosen stands in the value of a field

const sourceIn = (entry, shown) => (entry?.shown === shown ? entry.source : shown);

// What the code wrote there, whatever the language.
export function writtenText(node) {
  const only = node.firstChild;
  return only?.nodeType === Node.TEXT_NODE && !only.nextSibling ? sourceIn(known.get(only), only.data) : node.textContent;
}

export function writtenAttribute(node, name) {
  const shown = node.getAttribute(name);
  return sourceIn(known.get(node)?.[name], shown);
}

function retellText(node) {
  const source = sourceIn(known.get(node), node.data);
  const shown = said(source);
  if (shown === node.data) return;
  known.set(node, { source, shown });
  node.data = shown;
}

function retellAttribute(node, name) {
  const now = node.getAttribute(name);
  if (now === null) return;
  const entries = known.get(node) ?? {};
  const source = sourceIn(entries[name], now);
  const shown = said(source);
  if (shown === now) return;
  known.set(node, { ...entries, [name]: { source, shown } });
  node.setAttribute(name, shown);
}

// An element with data-whole is one sentence with elements in it, each a "{}" of the sentence.
function retellWhole(node) {
  const now = [...node.childNodes];
  const before = known.get(node)?.whole;
  const ours = before?.shown.length === now.length && now.every((child, i) => child === before.shown[i]);
  if (ours && before.language === spoken()) return;
  const source = ours ? before.source : now;
  const elements = source.filter((child) => child.nodeType === Node.ELEMENT_NODE);
  const text = source.map((child) => (child.nodeType === Node.TEXT_NODE ? child.data : "{}")).join("").replace(/\s+/g, " ").trim();
  const other = said(text);
  let next = 0;
  const shown = other === text ? source : other.split(/(\{\d*\})/).filter(Boolean).map((piece) => {
    const place = /^\{(\d*)\}$/.exec(piece)?.[1];
    return place === undefined ? document.createTextNode(piece) : elements[place ? place - 1 : next++];
  });
  known.set(node, { ...known.get(node), whole: { source, shown, language: spoken() } });
  node.replaceChildren(...shown);
}

// The field goes on saying the English to whoever reads its value.
function retellValue(field) {
  if (!Object.hasOwn(field, "value")) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    let source = get.call(field);
    Object.defineProperty(field, "value", { get: () => source, set: (value) => set.call(field, said((source = String(value)))) });
  }
  field.value = field.value;
}

function retellInside(node) {
  if (node.matches(SILENT)) return;
  const whole = node.hasAttribute("data-whole");
  if (whole) retellWhole(node);
  for (const name of ATTRIBUTES) retellAttribute(node, name);
  if (node.matches(DROPDOWN)) retellValue(node);
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) retellInside(child);
    else if (child.nodeType === Node.TEXT_NODE && !whole) retellText(child);
  }
}

// All that stands in a node, in the language that is spoken now.
export function retell(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  if (!element || element.closest(SILENT)) return;
  const whole = element.closest("[data-whole]");
  if (whole) retellInside(whole);
  else if (node === element) retellInside(element);
  else retellText(node);
}

// Keeps a root in the language that is spoken: what the code writes is said otherwise before the browser paints it.
export class Tongue {
  constructor(root, changed) {
    Object.assign(this, { root, changed });
    this.observer = new MutationObserver((records) => this.hear(records));
    this.listener = () => this.speak(true);
    listeners.add(this.listener);
    this.speak(false);
  }

  speak(anew) {
    const english = spoken() === "en";
    this.observer.disconnect();
    this.root.lang = LANGUAGES[spoken()]?.code ?? "en";
    if (anew || !english) retell(this.root);
    if (!english) this.observer.observe(this.root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
    if (anew) this.changed();
  }

  hear(records) {
    for (const { type, target, attributeName, addedNodes } of records) {
      if (type === "attributes") retellAttribute(target, attributeName);
      else if (type === "characterData") retell(target);
      else for (const node of addedNodes) if (this.root.contains(node)) retell(node); // a notebook draws before its root is on the page
    }
    this.observer.takeRecords(); // what it wrote itself
  }

  destroy() {
    this.observer.disconnect();
    listeners.delete(this.listener);
  }
}
