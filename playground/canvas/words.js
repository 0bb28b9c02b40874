// words.js: every sentence and formula the canvas says by itself, and how it writes numbers.

// A hyphen before a digit is a minus sign.
export const minus = (text) => String(text).replace(/-(?=\d)/g, "\u2212");

export const writeCount = (n) => Math.round(n).toLocaleString("en-GB");

export const writeSize = (n) => (n < 1e4 ? writeCount(n) : n < 1e6 ? `${Math.round(n / 1e3)} k` : `${(n / 1e6).toFixed(1)} M`);

// 2·10¹¹: a number too large or too small to be written out.
function writePower(value) {
  const [digit, power] = value.toExponential(0).split("e");
  return `${digit}·10${[...power.replace("+", "")].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("")}`;
}

export function writeNumber(value, digits = 2) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e9) return minus(writePower(value));
  if (size >= 1e5) return minus(size < 999500 ? `${Math.round(value / 1e3)} k` : `${(value / 1e6).toFixed(size < 1e7 ? 1 : 0)} M`);
  if (size >= 1000) return minus(Math.round(value).toLocaleString("en-GB"));
  if (size >= 100) return minus(value.toFixed(0));
  if (size >= 10) return minus(value.toFixed(1));
  if (size > 0 && size < 0.1 ** digits) return minus(value.toPrecision(1).includes("e") ? writePower(value) : value.toPrecision(1));
  return minus(value.toFixed(digits));
}

// Two eigenvalues [[re, im], [re, im]]: a pair of conjugates as one, "−0.25 ± 0.43 i".
export function writeEigenvalues([[re, im], [other]]) {
  const tidy = (value) => writeNumber(Math.abs(value) < 5e-4 ? 0 : value);
  if (Math.abs(im) < 5e-4) return `${tidy(re)} and ${tidy(other)}`;
  return Math.abs(re) < 5e-4 ? `± ${tidy(Math.abs(im))} i` : `${tidy(re)} ± ${tidy(Math.abs(im))} i`;
}

// Equilibria are usually a constant with a name; written so, a reader recognises it.
const CONSTANTS = [[0.5, "½"], [0.25, "¼"], [Math.LN2, "log 2"], [2 * Math.LN2, "log 4"], [0, "0"], [1, "1"], [2, "2"]];

export function writeConstant(value) {
  for (const [constant, name] of CONSTANTS) {
    if (Math.abs(Math.abs(value) - constant) < 1e-4) return value < -1e-4 ? `\u2212${name}` : name;
  }
  return writeNumber(value);
}

const math = (inside) => `<math display="block">${inside}</math>`;
const apply = (f, x) => `<mrow><mi>${f}</mi><mo>(</mo>${x}<mo>)</mo></mrow>`;
const mean = (under, inside) => `<msub><mi>𝔼</mi>${under}</msub><mrow><mo>[</mo>${inside}<mo>]</mo></mrow>`;
const [X, Z] = ["<mi>x</mi>", "<mi>z</mi>"];
const FAKE = apply("D", apply("G", Z));

export const FORMULAS = {
  value: math(`<mi>V</mi><mo>=</mo>${mean(X, `<mi>log</mi>${apply("D", X)}`)}<mo>+</mo>${mean(Z, `<mi>log</mi><mrow><mo>(</mo><mn>1</mn><mo>−</mo>${FAKE}<mo>)</mo></mrow>`)}`),
  margin: math(`<mi>V</mi><mo>=</mo>${mean(X, apply("D", X))}<mo>−</mo>${mean(Z, FAKE)}`),
  answers: math(`${mean(X, apply("D", X))}<mspace width="0.6em"/><mtext>and</mtext><mspace width="0.6em"/>${mean(Z, FAKE)}`),
  generate: math(`<mi>x</mi><mo>=</mo>${apply("G", Z)}<mo>,</mo><mspace width="0.4em"/><mi>z</mi><mo>∼</mo><msub><mi>p</mi><mi>z</mi></msub>`),
  best: math(`<msup><mi>D</mi><mo>*</mo></msup><mo>=</mo><mfrac><mrow><mi>p</mi>${"<mo>(</mo><mi>x</mi><mo>)</mo>"}</mrow><mrow><mi>p</mi><mo>(</mo><mi>x</mi><mo>)</mo><mo>+</mo><mi>q</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow></mfrac>`),
};

export const TIPS = {
  play: "Train D and G in turn, step after step; press again to pause. Key: space.",
  step: "Take one step: D’s updates, then one update of G. Key: right arrow.",
  slow: "Walk through one step phase by phase, with every quantity in sight. Key: S.",
  reset: "Start this run again from step 0, with the same seed. Key: R.",
  speed: "How many steps a second to train; the right end is as fast as the machine can.",
  both: "Train both players in turn: the ordinary game.",
  d: "Train D alone and hold G still, to see D draw the best map for these fakes.",
  g: "Train G alone and hold D still, to see G run to where this D says real.",
  until: "Pause by itself when the game has come to rest: a rule made of V, the gradients, the likeness to the data and a plateau, never of a loss alone.",
  counter: "Steps taken so far; a step is D’s updates and then one update of G.",
  rate: "Steps taken in the last second.",
  theme: "Switch between light and dark.",
  drawer: "Open the recipe, the data and the settings.",
  latent: "Random numbers that G turns into a sample: each z gives one fake.",
  generator: "The generator: a network that turns random z into fakes and learns to fool D.",
  discriminator: "The discriminator: a network that says how real a sample looks and learns to tell fake from real.",
  critic: "The critic: D gives a score instead of a probability; higher means more real.",
  fake: "Fakes: what G makes of random z at this step.",
  real: "Real samples, drawn from the data.",
  dFake: "How real D finds fakes, on average; ½ when it cannot tell.",
  dReal: "How real D finds real samples, on average; ½ when it cannot tell.",
  lossD: "What D minimises: low when it tells real from fake.",
  lossG: "What G minimises: low when D takes its fakes for real.",
  value: "What D maximises and G minimises; when D cannot tell real from fake it is −log 4.",
  margin: "How much higher D scores real samples than fakes, on average; G pulls it to 0.",
  minus: "What D maximises: minus its own loss. At the equilibrium it rests on the dotted line.",
  answers: "D’s average answer on real samples and on fakes; they meet at ½ when D cannot tell.",
  scores: "D’s average score on real samples and on fakes; they meet when D cannot tell.",
  losses: "Each player’s own loss; a falling line is no proof of better samples, so look at the picture too.",
  modes: "Modes with at least one fake within three standard deviations, of all modes in the data; hollow rings are missing.",
  high_quality: "Share of fakes within three standard deviations of the nearest mode.",
  reverse_kl: "How unevenly the good fakes spread over the modes; 0 when each gets its true share.",
  sliced_wasserstein: "How far fakes must move to become the data, averaged over directions; 0 is perfect.",
  duality_gap: "What both players could still gain: max V over D less min V over G. 0 at the equilibrium.",
  best_map: "The best answer to today’s fakes, p/(p + q): q is a kernel density estimate of many fakes, and p is smoothed with the same kernel.",
  cure: "Make this one change; training goes on with it.",
  js: "The Jensen–Shannon divergence of fakes and data, estimated: 0 when they are alike, log 2 = 0.69 when they share no place.",
  memory: "The tensors that exist at this moment of the step, with their shapes.",
  next: "Go on to the next phase. Key: right arrow.",
  leave: "Leave slow motion; Play then goes on at full speed. Key: Esc.",
  previous: "Back to the phase before, within this step.",
  timeline: "The run in thumbnails, one every so many steps; the last one is now.",
  legend: "The colour of a place is D’s answer there: orange fake, blue real, paper in between.",
  reals: "Real samples from the data.",
  fakes: "Fakes that G makes of the same random z in every frame, so that you can follow them.",
  map: "D’s answer at every place, as a colour from orange (fake) to blue (real).",
  half: "The line where D cannot tell: on one side it says fake, on the other real.",
  gradients: "Which way D would push each fake to make it look more real.",
  p: "The density of the data.",
  q: "The density of G’s fakes.",
  d_curve: "How real D finds each place x, from 0 to 1.",
  d_star: "The best possible D against these fakes.",
  links: "Which x the generator makes of each z.",
  opinion: "Each fake stands where D’s answer puts it.",
  field: "Which way both players push, and how hard: the arrows of the gradient flow, long ones shortened.",
  way: "Where θ and ψ have been since the start; older parts are paler.",
  oneNumber: "G is one number θ: every z becomes the fake θ, and θ = 0 is where the data is.",
  slope: "D is one number ψ: its score of a place x is ψ x, so at ψ = 0 it cannot tell.",
  unused: "Every z gives the same fake, θ, so here z plays no part.",
  radius: "How far (θ, ψ) was from the equilibrium at the start, and how far it is now.",
  addRun: "Compare: duplicate this run as it is now, beside itself. Both go on in step, on the same data, until you change one. Reset begins all from step 0.",
  fullHouse: "Four runs side by side are the most: remove one to add another.",
  slowAlone: "Slow motion shows one run alone: remove the others first.",
  select: "Take this run in hand: settings, recipe and the coach’s change act on it.",
  pin: "Keep this run as it is, as a reference: it is neither trained nor changed until you let it go. Then it catches up while the others wait.",
  swap: "Swap places, and letters, with the neighbour.",
  remove: "Remove this run; the others stay.",
  contrast: "The run in hand becomes what the other one is but for this one change. What can change while a GAN trains begins where that one is, the rest at step 0.",
  differs: "Every setting in which these runs differ. Data, seed and device are shared: changed for one, they are changed for all.",
  runs: "One line for each run: A solid, B dashed, C and D dotted.",
  dFakes: "D’s average answer on fakes, in the unit of each run’s own D.",
  eigenvalues: "Of the linearised flow. Real parts negative: it approaches the equilibrium; zero: it circles; positive: it leaves.",
};

export const EMPTY = { usual: "Press Play. G starts from noise.", toy: "Press Play. Both players start at 1." };
