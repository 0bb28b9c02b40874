// switch.js: the choice of the language, at the foot of the settings: one button for each, named in itself.
import { speak, spoken } from "./dictionary.js";
import { make, setAttribute } from "./dom.js";
import { LANGUAGES } from "./languages.js";
import { TIPS } from "./words.js";

export class LanguageSwitch {
  constructor(root, view) {
    const names = Object.entries({ en: { code: "en", name: "English" }, ...LANGUAGES });
    this.buttons = names.map(([key, { code, name }]) => make("button", { type: "button", class: "gan-segment", lang: code, "data-language": key, "data-verbatim": true, onclick: () => this.choose(key) }, name));
    this.node = view.name(make("div", { class: "gan-languages" }, make("div", { class: "gan-segments", role: "group", "aria-label": "Language", "data-tip": TIPS.language }, ...this.buttons)), "language");
    root.append(this.node);
    this.show();
  }

  choose(name) {
    speak(name);
    this.show();
  }

  show() {
    for (const button of this.buttons) setAttribute(button, "aria-pressed", button.dataset.language === spoken());
  }
}
