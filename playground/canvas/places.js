// places.js: what narrow pages need: the drawer for the controls, the phone's tabs, and the theme button.
import { icon, make, setAttribute } from "./dom.js";
import { isDark, setDark, storedTheme, storeTheme } from "./theme.js";
import { LanguageSwitch } from "./switch.js";
import { TIPS } from "./words.js";

const TABS = [["coach", "Coach"], ["curves", "Curves"], ["diagram", "The game"], ["controls", "Settings"]];

export class Places {
  constructor(grid, parts, view) {
    this.grid = grid;
    this.view = view;
    this.controls = parts.controls;
    this.tabsRoot = parts.tabs;
    this.left = parts.phases?.parentElement;
    this.makeTabs(parts.tabs);
    if (parts.controls) this.makeDrawer(parts.brand);
    const languages = parts.controls && new LanguageSwitch(parts.controls, view).node;
    this.makeThemeButtons([parts.actions, languages].filter((root) => root)); // a phone's top bar has no room for it
  }

  makeTabs(root) {
    if (!root) return;
    const tabs = this.controls ? TABS : TABS.slice(0, 3);
    this.tabs = tabs.map(([name, word]) => make("button", { type: "button", "aria-pressed": "false", "data-place": name, onclick: () => this.showTab(name) }, word));
    root.append(make("div", { class: "gan-tabs", role: "group", "aria-label": "More about the run" }, ...this.tabs));
    this.openTab("coach");
  }

  openTab(name) {
    this.grid.dataset.tab = name;
    for (const tab of this.tabs ?? []) setAttribute(tab, "aria-pressed", tab.dataset.place === name);
    this.view.redraw();
  }

  // Chosen by hand, it comes into sight as well.
  showTab(name) {
    this.openTab(name);
    const panel = this.grid.querySelector(`[data-part="${name}"]`);
    if (this.hasTabs()) panel?.scrollIntoView({ block: "nearest", behavior: this.view.still.matches ? "auto" : "smooth" });
  }

  // On a phone, other data or another recipe is seen at once in the picture.
  showPicture({ target }) {
    if (!this.hasTabs() || !target.matches("#data input, #recipe input") || target.matches(":focus-visible")) return;
    this.grid.scrollIntoView({ block: "start", behavior: this.view.still.matches ? "auto" : "smooth" });
  }

  makeDrawer(brand) {
    this.which = make("span", { class: "gan-which-name" });
    this.handle = this.drawerButton("gan-bare gan-drawer-button", icon("settings"));
    this.pill = this.drawerButton("gan-which", this.which, icon("down"));
    brand.prepend(this.handle);
    brand.append(this.pill);
    this.controls.prepend(make("button", { type: "button", class: "gan-bare gan-drawer-close", "aria-label": "Close the settings", onclick: () => this.openDrawer(false) }, icon("close")));
    this.onkey = (event) => {
      if (event.key !== "Escape" || this.grid.dataset.drawer !== "open") return;
      this.openDrawer(false);
      this.handle.focus();
    };
    this.onpress = (event) => {
      if (this.grid.dataset.drawer === "open" && !this.controls.contains(event.target) && !event.target.closest(".gan-drawer-button, .gan-which")) this.openDrawer(false);
    };
    this.grid.addEventListener("keydown", this.onkey);
    this.grid.addEventListener("pointerdown", this.onpress);
    this.controls.addEventListener("change", (event) => this.showPicture(event));
    this.openDrawer(false);
  }

  drawerButton(style, ...inside) {
    return make("button", {
      type: "button", class: style, "aria-label": "Recipe, data and settings", "data-tip": TIPS.drawer,
      onclick: () => this.openSettings(),
    }, ...inside);
  }

  // On a phone the settings are a tab, on wider pages a drawer.
  openSettings() {
    this.openTab("controls");
    if (this.hasTabs()) this.tabsRoot.scrollIntoView({ block: "start", behavior: this.view.still.matches ? "auto" : "smooth" });
    else this.openDrawer(this.grid.dataset.drawer !== "open");
  }

  hasTabs() {
    return Boolean(this.tabsRoot?.clientHeight);
  }

  // Slow motion begins: its list and its panel come into view wherever the page had been scrolled.
  showPhase() {
    this.openTab("coach");
    if (this.left) this.left.scrollTop = 0;
    if (this.hasTabs() && this.grid.getBoundingClientRect().top < 0) this.grid.scrollIntoView({ block: "start" });
  }

  openDrawer(open) {
    setAttribute(this.grid, "data-drawer", open ? "open" : "closed");
    this.handle.setAttribute("aria-expanded", open);
    if (open) this.controls.querySelector("input, button:not(.gan-drawer-close)")?.focus({ preventScroll: true });
  }

  makeThemeButtons(roots) {
    const stored = storedTheme();
    if (stored && roots.length) setDark(stored === "dark");
    this.themes = roots.map((root) => make("button", { type: "button", class: "gan-bare gan-theme", "data-tip": TIPS.theme, onclick: () => this.switchTheme() }));
    roots.forEach((root, i) => root.append(this.themes[i]));
    this.showTheme();
  }

  switchTheme() {
    setDark(!isDark());
    storeTheme(isDark() ? "dark" : "light");
  }

  showTheme() {
    for (const button of this.themes) {
      button.setAttribute("aria-label", isDark() ? "Light theme" : "Dark theme");
      button.replaceChildren(icon(isDark() ? "sun" : "moon"));
    }
  }

  setScene(scene) {
    if (!this.which) return;
    this.which.replaceChildren(make("b", {}, scene.recipe.name), ` ${scene.data.title}`);
    setAttribute(this.pill, "aria-label", `${scene.recipe.name} on ${scene.data.title}: recipe, data and settings`);
  }
}
