// dictionary.js: English is what the code says; a dictionary says it in another language, and what it does not know stays.
// {name: {code, name, words}}: canvas/__init__.py writes it from its table and NAME.json.
import { LANGUAGES } from "./languages.js";

const STORE_LANGUAGE = "gan-language";
const MOST_REMEMBERED = 4000;
const WORDY = /[A-Za-z]{2}/;
const NAME = /^[^\s.:;,]*[A-Z][^\s.:;,]*[A-Z0-9][^\s.:;,]*$/; // WGAN-GP, R3GAN: the same everywhere
const NUMBER = /(?<![A-Za-z])[−-]?\d+(?:[.,]\d+)*/g;
// Where a text falls into pieces that are known one by one, and what stands between them then.
const SEAMS = [["\n", "\n"], [/(?<=[.?]) (?=\S)/, ""], [/(?<=[:;]) (?=\S)/, ""], [" · ", " · "], [", ", "，"]];
const ENDS = { ".": "。", ":": "：", ";": "；" };

const fill = (text, words) => {
  let next = 0;
  return text.replace(/\{(\d*)\}/g, (_, place) => words[place ? place - 1 : next++]);
};
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// {english: other}: "{}" stands for a number or for words that are said in the other language themselves.
class Dictionary {
  constructor(entries) {
    this.exact = new Map(Object.entries(entries));
    this.patterns = [...this.exact].filter(([english]) => english.includes("{}")).sort(([a], [b]) => b.length - a.length)
      .map(([english, other]) => [new RegExp(`^${english.split("{}").map(escaped).join("((?:(?![.?:;] | · ).)+?)")}$`), other]);
    this.remembered = new Map();
  }

  say(text) {
    return this.find(text) ?? text;
  }

  // undefined where something in the text is not known.
  find(text) {
    if (!WORDY.test(text) || NAME.test(text)) return this.exact.get(text) ?? text;
    if (this.remembered.has(text)) return this.remembered.get(text);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    const found = this.exact.get(text) ?? this.withNumbers(text) ?? this.withinSpaces(text) ?? this.almost(text) ?? this.byPattern(text) ?? this.byPieces(text);
    this.remembered.set(text, found);
    return found;
  }

  withNumbers(text) {
    const numbers = text.match(NUMBER);
    const other = numbers && this.exact.get(text.replace(NUMBER, "{}"));
    return other ? fill(other, numbers) : undefined;
  }

  withinSpaces(text) {
    const inside = text.trim();
    const found = inside === text ? undefined : this.find(inside);
    return found === undefined ? undefined : text.replace(inside, () => found);
  }

  // What stands for a "{}" is itself known, or one word, such as the name of a recipe.
  byPattern(text) {
    for (const [pattern, other] of this.patterns) {
      const [, ...words] = text.match(pattern) ?? [];
      const found = words.map((word) => this.find(word) ?? (word.includes(" ") ? undefined : word));
      if (words.length && !found.includes(undefined)) return fill(other, found);
    }
  }

  byPieces(text) {
    for (const [seam, between] of SEAMS) {
      const pieces = text.split(seam);
      const found = pieces.length > 1 ? pieces.map((piece) => this.find(piece)) : [undefined];
      if (!found.includes(undefined)) return found.join(between);
    }
  }

  // Known but for a stop at its end, or for a capital at its beginning.
  almost(text) {
    const end = ENDS[text.at(-1)];
    const found = end ? this.find(text.slice(0, -1)) : undefined;
    if (found !== undefined) return found + end;
    const small = text[0].toLowerCase() + text.slice(1);
    return small === text ? undefined : this.exact.get(small) ?? this.withNumbers(small);
  }
}

const dictionaries = { en: null, ...Object.fromEntries(Object.entries(LANGUAGES).map(([name, { words }]) => [name, new Dictionary(words)])) };

// By the address (?lang=zh), else the visitor's choice, else the browser's language; English where it is none of ours.
function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  let stored = null;
  try { stored = localStorage.getItem(STORE_LANGUAGE); } catch { /* private windows may refuse */ }
  return [asked, stored, navigator.language.split("-")[0]].find((name) => name in dictionaries) ?? "en";
}

let language = firstLanguage();

export const said = (text) => dictionaries[language]?.say(text) ?? text;

export const spoken = () => language;

// Chooses the language; whoever listens (a Tongue) is told.
export const listeners = new Set();
export function speak(name) {
  language = name;
  try { localStorage.setItem(STORE_LANGUAGE, name); } catch { /* the choice then lasts for the page */ }
  for (const listener of listeners) listener();
}
