// theme.js: the colours, read from the CSS variables of style.css, and the light or dark choice.

const NAMES = ["page", "band", "sunk", "raised", "ink", "ink-2", "muted", "faint", "line",
  "real", "real-text", "real-tint", "fake", "fake-text", "fake-tint", "run-b"];
const STORE = "gan-theme";

export const parseHex = (text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));

// 256 colours of D's opinion, linear in D between five stops, in sRGB, as little-endian RGBA words.
function opinionTable(stops) {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * 4;
    const left = Math.min(3, Math.floor(place));
    const [r, g, b] = [0, 1, 2].map((c) => Math.round(stops[left][c] + (stops[left + 1][c] - stops[left][c]) * (place - left)));
    table[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return table;
}

export function readPalette(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--gan-${name}`).trim();
  const palette = Object.fromEntries(NAMES.map((name) => [name, read(name)]));
  palette.stops = [0, 1, 2, 3, 4].map((i) => read(`map-${i}`));
  palette.opinion = opinionTable(palette.stops.map(parseHex));
  palette.font = style.fontFamily;
  palette.key = [...NAMES.map((name) => palette[name]), ...palette.stops].join();
  return palette;
}

export function storedTheme() {
  try { return localStorage.getItem(STORE); } catch { return null; }
}

export function storeTheme(name) {
  try { localStorage.setItem(STORE, name); } catch { /* private windows may refuse; the choice then lasts for the page */ }
}

export const isDark = () => document.body.classList.contains("dark");
export const setDark = (dark) => document.body.classList.toggle("dark", dark);

// Calls back when the page turns light or dark, by class, by notebook theme or by the system. Returns the undo.
export function watchTheme(callback) {
  const observer = new MutationObserver(callback);
  const options = { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "theme"] };
  observer.observe(document.body, options);
  observer.observe(document.documentElement, options);
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", callback);
  };
}
