// shell.js: the page's markup, the one source of it: "@children" stands where the host puts its controls.

export const SHELL = `
<div class="gan-shell"><div class="gan-grid" data-mode="speed">
  <div class="gan-top">
    <header data-part="brand"><svg class="gan-logo" viewBox="0 0 32 20" aria-hidden="true"><circle class="gan-fill-fake" cx="10" cy="10" r="9"/><circle class="gan-fill-real" cx="22" cy="10" r="9"/><path class="gan-fill-overlap" d="M16 3.3a9 9 0 0 1 0 13.4a9 9 0 0 1 0-13.4z"/></svg><h1>GAN playground</h1></header>
    <div data-part="transport" role="group" aria-label="Transport"></div>
    <div data-part="counter"></div>
    <div data-part="actions"></div>
  </div>
  <div class="gan-left"><section data-part="phases" aria-label="Phases of one step"></section><aside data-part="controls" aria-label="Settings">@children</aside></div>
  <section data-part="diagram" aria-label="The game"></section>
  <section data-part="picture" aria-label="Picture"></section>
  <section data-part="side" aria-label="Runs side by side"></section>
  <section data-part="layers" aria-label="Layers"></section>
  <div class="gan-right"><section data-part="phase" aria-label="This phase"></section><section data-part="differs" aria-label="What differs"></section><section data-part="curves" aria-label="Curves"></section><section data-part="metrics" aria-label="Metrics"></section><div data-part="tabs"></div><section data-part="coach" aria-label="Coach"></section></div>
  <footer data-part="timeline" aria-label="Timeline"></footer>
</div></div>
`;

// A notebook has its controls in Python, so its shell has neither a name nor a column for them.
export function shellMarkup() {
  return SHELL.replace("gan-shell", "gan-shell gan-notebook").replace(/<header.*?<\/header>/s, "").replace(/<aside.*?<\/aside>/s, "");
}
