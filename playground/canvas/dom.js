// dom.js: short ways to make elements, SVG shapes and icons, and to touch the page only on a change.

import { writtenAttribute, writtenText } from "./tongue.js";

const SVG_SPACE = "http://www.w3.org/2000/svg";

function furnish(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export const make = (tag, attributes = {}, ...children) => furnish(document.createElement(tag), attributes, children);

export const shape = (tag, attributes = {}, ...children) =>
  furnish(document.createElementNS(SVG_SPACE, tag), attributes, children);

export function setText(node, text) {
  if (writtenText(node) !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (writtenAttribute(node, name) !== String(value)) node.setAttribute(name, value);
}

const ICONS = {
  play: ["M7 4.5v15l12-7.5z", true],
  pause: ["M6.5 5h3.5v14H6.5zM14 5h3.5v14H14z", true],
  step: ["M5 5v14l10-7zM16.5 5h2.5v14h-2.5z", true],
  slow: ["M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 13V9M9.5 2.5h5M12 2.5V5M18 6.5l1.3-1.3"],
  reset: ["M4 5v5h5M4.6 10a8 8 0 1 1-.4 4.5"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.8M12 19.2V21M3 12h1.8M19.2 12H21M5.6 5.6l1.3 1.3M17.1 17.1l1.3 1.3M5.6 18.4l1.3-1.3M17.1 6.9l1.3-1.3"],
  moon: ["M20 14.5A8.3 8.3 0 0 1 9.5 4a8.3 8.3 0 1 0 10.5 10.5z"],
  settings: ["M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  goal: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  share: ["M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.4 5.9M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.2-1.2"],
  download: ["M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"],
  compare: ["M4 5h6.5v14H4zM13.5 5H20v14h-6.5z"],
  pin: ["M9 4h6l-1 6 3 3v1H7v-1l3-3zM12 14v6"],
  swap: ["M6 8h13M16 5l3 3-3 3M18 16H5M8 13l-3 3 3 3"],
  down: ["M6 9l6 6 6-6"],
  right: ["M9 6l6 6-6 6"],
  left: ["M15 6l-6 6 6 6"],
  explore: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM15.8 8.2l-2.2 5.4-5.4 2.2 2.2-5.4z"],
  pencil: ["M4.5 19.5l1-4.5L16 4.5a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L9 18.5zM13.8 6.8l3.4 3.4"],
  undo: ["M8.5 5L4 9.5 8.5 14M4 9.5h10.5a5 5 0 0 1 0 10H9"],
  lessons: ["M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13.5c3-.5 6-.2 8.5 1.5 2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5zM12 6.5V20"],
  close: ["M6 6l12 12M18 6L6 18"],
};

export function icon(name) {
  const [path, filled] = ICONS[name];
  return shape("svg", { class: filled ? "gan-icon gan-icon-filled" : "gan-icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    shape("path", { d: path }));
}

// Gives a canvas the backing size its box needs on this screen; true when that changed (and so wiped it).
export function fitCanvas(canvas, width, height, ratio) {
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width === w && canvas.height === h) return false;
  canvas.width = w;
  canvas.height = h;
  return true;
}

export const pixelRatio = () => Math.min(3, Math.max(1, window.devicePixelRatio || 1));

// Whether a graphics card draws here. Chromium has WebGL without one too, and only the name of the renderer tells.
export function hasGraphicsCard() {
  const gl = document.createElement("canvas").getContext("webgl");
  const named = gl?.getExtension("WEBGL_debug_renderer_info");
  const renderer = gl ? String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "software";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}
