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
  if (size > 0 && size < 1e-12) return "≈ 0";
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

const SETTINGS = { generator_lr: "G’s learning rate", discriminator_lr: "D’s learning rate", n_critic: "D updates per step", weight_clip: "clip", ema: "average of G", top_k: "share of fakes", beta1: "β₁", beta2: "β₂" };

// Changes of settings {name: value} in words: "loss hinge, D’s learning rate 0.002".
export function writeChanges(changes) {
  const { generator_lr: g, discriminator_lr: d, ...others } = changes;
  const all = g !== undefined && g === d ? { "learning rate": g, ...others } : changes;
  return Object.entries(all).map(([name, value]) => `${SETTINGS[name] ?? name.replaceAll("_", " ")} ${typeof value === "number" ? Number(value.toPrecision(3)) : value}`).join(", ");
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
  latent: math(`<mi>z</mi><mo>∼</mo><msub><mi>p</mi><mi>z</mi></msub>`),
  update_g: math(`<mi>θ</mi><mo>←</mo><mi>θ</mi><mo>−</mo><mi>η</mi><msub><mo>∇</mo><mi>θ</mi></msub><msub><mi>L</mi><mi>G</mi></msub>`),
  update_d: math(`<mi>ψ</mi><mo>←</mo><mi>ψ</mi><mo>−</mo><mi>η</mi><msub><mo>∇</mo><mi>ψ</mi></msub><msub><mi>L</mi><mi>D</mi></msub>`),
  best: math(`<msup><mi>D</mi><mo>*</mo></msup><mo>=</mo><mfrac><mrow><mi>p</mi>${"<mo>(</mo><mi>x</mi><mo>)</mo>"}</mrow><mrow><mi>p</mi><mo>(</mo><mi>x</mi><mo>)</mo><mo>+</mo><mi>q</mi><mo>(</mo><mi>x</mi><mo>)</mo></mrow></mfrac>`),
};

// Each node of the diagram: what it is called, and what its tip leaves unsaid.
export const CARDS = {
  z: { name: "z, the latent", title: "The latent z", formula: "latent", text: "Near places z give like samples, so walking through z walks through all that G can make." },
  g: { name: "G, the generator", title: "G, the generator", text: "It never sees a real sample: all that it learns comes back through D." },
  d: { name: "D, the discriminator", title: "D, the discriminator", formula: "best", text: "The formula is the best possible D: the share of real samples at each place." },
  fake: { name: "Fakes", title: "Fakes", formula: "generate", text: "A batch of them goes to D beside as many reals, and later to D again, to teach G." },
  real: { name: "Real samples", title: "Real samples", text: "D alone sees them. G has to find out what they are like from D’s answers." },
  answers: { name: "D’s answers", title: "D’s answers", formula: "answers", text: "When both rest at the middle, D cannot tell fake from real any more." },
  loss_g: { name: "The loss of G", title: "The loss of G", formula: "loss_g", text: "It is measured against this D: a falling loss of G may only mean that D became weaker." },
  loss_d: { name: "The loss of D", title: "The loss of D", formula: "loss_d", text: "Near zero is no good news: G learns only where D wavers." },
  back_g: { name: "Gradients back to G", title: "G’s gradient", formula: "update_g", text: "It passes through D into the fakes, and from there into G’s weights; D stands still meanwhile." },
  back_d: { name: "Gradients back to D", title: "D’s gradient", formula: "update_d", text: "It moves D’s weights only; the fakes count as given." },
};

export const TIPS = {
  lessons: "Guided scenes, each with a task, a question and something to find out.",
  back_g: "How G’s loss changes with each of G’s weights: the way downhill.",
  back_d: "How D’s loss changes with each of D’s weights: the way downhill.",
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
  share: "A link that holds this whole run: its settings, what was changed on the way, and its steps.",
  export: "Save this run as a figure, an animation, numbers, a script or a notebook.",
  replay: "A shared run is trained again, with all that was changed on the way. Pause ends it here, Reset begins anew.",
  copy: "Copy the link again.",
  open: "Open the .json file of a run: it is trained again, to the same numbers.",
  save: "Save this run as a .json file; the page opens it again from here.",
  theme: "Switch between light and dark.",
  explore: "Hold one latent of G and turn it this way and that; training goes on undisturbed.",
  language: "The language of this page.",
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
  minus: "What D maximises: minus its own loss. At the equilibrium it rests on the dotted line, where its loss has one.",
  answers: "D’s average answer on real samples and on fakes; they meet at ½ when D cannot tell.",
  scores: "D’s average score on real samples and on fakes; they meet when D cannot tell.",
  losses: "Each player’s own loss; a falling line is no proof of better samples, so look at the picture too.",
  sung: "A piece of a fixed latent: time runs to the right, pitch upwards, one tone for each voice: S soprano, A alto, T tenor, B bass.",
  harsh: "Framed where two voices sound a second, a seventh or a tritone; Bach has such chords too, in passing.",
  other_pieces: "All eight fixed latents; the one that is shown large is framed.",
  input: "What G is given: a picture of the first kind.",
  inputs: "Pictures of the first kind, the same ones in every frame.",
  outputs: "What G makes of each picture.",
  back: "What the other translator, F, makes of G’s output: it should be the picture again.",
  truth: "The true answer where it is known, else other real pictures of the second kind. G never sees these.",
  opinionOf: "Below each output, D’s opinion of it: a dot to the left, in the orange, where it looks fake, and to the right, in the blue, where it looks real.",
  back_again: "F translates back: what it makes of G’s output should be the picture again.",
  yours: "Choose a picture of yours, or drop it into the page: its middle square is translated at every step. Your browser reads it.",
  noYours: "Take your picture away again.",
  l1_to_truth: "How far G’s translations are from the truth: mean difference of a pixel, from −1 to 1, on pictures that nobody trains on. Beside it, how far they are if left as they are.",
  listen: "Plays this piece on an organ; while it sounds its picture stands still.",
  another: "Shows the next of the eight fixed latents, and another real piece.",
  voice_order: "Share of chords in which no voice is above the one over it.",
  consonance: "Share of pairs of voices that sound a unison, third, fourth, fifth, sixth or octave.",
  repetition: "Share of chords that are the one before.",
  distinct_chords: "Different chords in 64 pieces, as a share of all their chords; below the real number variety is lost.",
  strings: "What G writes of the same latents in every frame, so that you can follow them.",
  past_strings: "What single latents became on the way: the newest string stands lowest, older ones above it.",
  marks: { valid: "✓ valid: the grammar makes it.", new: "+ new: not in the data, but all its threes of characters are.", copied: "= copied: it stands in the data.", wrong: "× wrong: none of these." },
  gap: "A dot within a string is a place that G left empty.",
  valid: "Share of 10,000 strings that the grammar makes.",
  distinct: "How many different valid strings are among 10,000, as a share of all that the grammar makes up to its length.",
  attested_trigrams: "Share of 10,000 strings of which any three characters in a row stand somewhere in the data.",
  copied: "Share of 10,000 strings that stand in the data as they are.",
  oracle_nll: "How unlikely the oracle finds each character, in nats; the oracle’s own strings have the number beside it.",
  js4: "How unlike fakes and data are in any four characters in a row, 0 to 1; chance alone gives the number beside it.",
  self_bleu: "How much strings resemble each other, 0 to 1; above the data’s own number, beside it, variety is lost.",
  modes: "Modes with at least one fake within three standard deviations, of all modes in the data; hollow rings are missing.",
  high_quality: "Share of fakes within three standard deviations of the nearest mode.",
  reverse_kl: "How unevenly the good fakes spread over the modes: the lower the better, 0 when each gets its true share.",
  sliced_wasserstein: "How far fakes must move to become the data, averaged over directions; 0 is perfect.",
  memorised: "Share of fakes that lie nearer to a training sample than to any fresh one; ½ when nothing is learned by heart.",
  duality_gap: "What both players could still gain: max V over D less min V over G. 0 at the equilibrium.",
  best_map: "The best answer to today’s fakes, p/(p + q): q is a kernel density estimate of many fakes, and p is smoothed with the same kernel.",
  coach: "Both of the coach’s shares go by nearest neighbours: “reach” is how much of the data has fakes near it, “among the reals” how many fakes lie as close to reals as these to each other; “high quality” differs, since it counts fakes within three standard deviations of a true mode.",
  cure: "Make this one change; training goes on with it.",
  cureAnew: "Make this one change. It cannot be made while training runs, so a new run begins at step 0, and this timeline goes.",
  js: "The Jensen–Shannon divergence of fakes and data, estimated: 0 when they are alike, log 2 = 0.69 when they share no place.",
  memory: "The tensors that exist at this moment of the step, with their shapes.",
  next: "Go on to the next phase. Key: right arrow.",
  leave: "Leave slow motion; Play then goes on at full speed. Key: Esc.",
  previous: "Back to the phase before, within this step.",
  timeline: "Drag it, or use the arrow keys: picture, curves and settings go back to that very step. Play there begins a branch, and the old one stays. Kept are up to 8 branches, in at most 64 MB of memory.",
  branch: "Show the end of this branch; Play goes on there. Up to 8 are kept, then the oldest goes.",
  past: "Steps of this branch in all; shown is an earlier moment.",
  legend: "The colour of a place is D’s answer there: orange fake, blue real, paper in between.",
  reals: "Real samples from the data.",
  fakes: "Fakes that G makes of the same random z in every frame, so that you can follow them. Those beyond the picture have no dot: a number at its edge counts them.",
  map: "D’s answer at every place, as a colour from orange (fake) to blue (real).",
  half: "The line where D cannot tell: on one side it says fake, on the other real.",
  gradients: "Which way D would push each fake to make it look more real.",
  trails: "Where the fakes you can follow have been in the last pictures.",
  real_density: "Where the data is dense: inside the outermost line lie 90 % of it, inside the others 60 % and 30 %.",
  fake_density: "Where the fakes are dense: inside the outermost line lie 90 % of them, inside the others 60 % and 30 %.",
  grid: "What G makes of a regular grid of latents: where it is stretched the fakes are thin, where it is folded several z give one x.",
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
  standing: "A run is ahead in a measure where the worst of its last five values is better than the best of the others’: ✓ marks it. It is ahead of all where it leads in something and is beaten in nothing. That is no proof that the change did it: another seed alone often brings about as much, and the command compare tries several.",
  runs: "One line for each run: A solid, B dashed, C and D dotted.",
  apart: "The runs’ losses differ, and so do the units of their numbers: each loss has a scale of its own. Compare how they move, not how high they stand.",
  dFakes: "D’s average answer on fakes, in the unit of each run’s own D.",
  eigenvalues: "Of the linearised flow. Real parts negative: it approaches the equilibrium; zero: it circles; positive: it leaves.",
};

export const DRAW = {
  open: "Draw your own data",
  openTip: "Draw the data that this GAN shall learn; it goes on training until you use the drawing.",
  sheet: "Sheet to draw on: arrow keys move the pen, space sets it down and lifts it, Enter uses the drawing, Escape cancels",
  hint: "Draw here, with mouse, pen or finger, or with the arrow keys and space.",
  full: "This drawing is full. Use it, or undo a stroke and draw with fewer turns.",
  brush: "Width of the brush",
  brushTip: "The spread of the data around every stroke: the brush is four standard deviations wide.",
  undoName: "Undo",
  undo: "Take back the last stroke. Key: backspace.",
  clear: "Wipe the sheet; undo brings it back.",
  cancel: "Leave the data as it is. Key: Esc.",
  use: "Train on this drawing. As with all data, a new run begins, unless the networks are kept and fit it.",
  useAnew: "Use it in a new run",
  useKept: "Use it, keep the networks",
};

export const OWN = {
  title: "Your own pictures or text",
  about: "A zip, or some pictures of any size and kind. Each is checked, cut to the square in its middle and made small. Or one text file: a list with a string on each line, or prose. They stay on this server only while this page is open.",
  choose: "Choose files",
  chooseTip: "A zip, or several pictures: JPEG, PNG, GIF, WebP, BMP or TIFF; or one text file in UTF-8.",
  drop: "or drop them here",
  size: "Size",
  sizeTip: "Pixels on each side of what the GAN learns: more takes longer in every step.",
  use: "Train on them",
  useTip: "Begins a new run on what you brought, unless the networks are kept and fit it.",
  checking: "Looking at every file…",
  sheet: "The first of them, as the GAN sees them",
  left: (n) => `${n.toLocaleString("en")} left out`,
  taken: (n, size) => `${n.toLocaleString("en")} pictures of ${size} × ${size} pixels.`,
  takenText: (n, length) => `${n.toLocaleString("en")} strings of up to ${length} characters.`,
  strings: "The first of them",
  sent: (share) => `Sending… ${Math.round(100 * share)} %`,
};

export const FETCH = {
  button: "more…",
  tip: "Data sets that are not on this machine yet: their licence and size, and a button that fetches them once.",
  title: "More data",
  about: "Each is fetched once from its home, checked, and kept on the machine that runs this page. Nothing is fetched before you press.",
  licence: (text) => `licence: ${text}`,
  size: (bytes) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`,
  home: "home",
  fetch: "Fetch",
  use: "Train on it",
  arriving: (title) => `${title} is arriving`,
  done: (bytes, all) => `${Math.round(bytes / 1e6).toLocaleString("en")} of ${Math.round(all / 1e6).toLocaleString("en")} MB`,
};

export const GRASP_FAKE = {
  label: "The fakes: the arrow keys go from one to the next, Enter explores it",
  tip: "Click a fake to explore it, or choose it with the arrow keys and press Enter.",
  says: (number) => `Fake ${number}`,
};

export const EXPLORE = {
  title: "Explore",
  asOf: (step) => `G as of step ${step}`,
  asOfAverage: (step) => `G’s average as of step ${step}`,
  firstName: "Explore a trained generator", firstTip: "Explore a trained generator that came with the playground: the one whose data are the most like those of this run.",
  source: "Which G is explored", sourceTip: "The G of this run, or one that came with the playground, trained.", run: "this run",
  readyMade: "A ready-made generator: the rest of the page still shows your own run.",
  newest: "Newest G", newestTip: "Take the G that trains as it is now, and keep what you hold.",
  follow: "Follow", followTip: "Take the newest G every second, to watch what you hold change as it learns.",
  large: "What G makes of the latent that you hold",
  sample: (number) => `sample ${number}`,
  held: "taken",
  before: "The sample before", beforeTip: "Hold the sample before this one.",
  next: "Another sample", nextTip: "Hold another latent. The first are those of the fakes in the picture, in their order; each number comes back with the same one.",
  walk: "Walk", walkTip: "A closed walk through random latents, which begins and ends here. A second press comes back at once.",
  keep: "Save as GIF", keepTip: "Save the way as an animation: from A to B and back, without end.",
  crossTip: "From A to B and back again, until you press it once more; there it stays.",
  class: "Class", classTip: "The class that G is told.",
  length: "Length of z", lengthTip: "z is the list of random numbers that G turns into a picture. 1 leaves it as it was drawn; a shorter z gives more usual pictures, a longer one stranger ones.",
  truncation: "Truncation ψ", truncationTip: "How far w is from its mean: 0 is the mean picture, less than 1 is more usual, more than 1 stranger.",
  // What it is called, what is seen, and what it is for.
  nearest: {
    images: ["Nearest training pictures", "The five training pictures that are nearest to it", "Is it memorised? The five nearest training pictures by pixels, and how far the first is. Their usual distance from each other is the measure."],
    text: ["Nearest in the data", "The five strings of the data that are nearest to it", "Is it copied? The five strings of the data from which the fewest characters are put in, left out or replaced."],
    music: ["Nearest training pieces", "The five training pieces that are nearest to it", "Is it memorised? The five training pieces with the most notes in common, and how far the first is. Their usual distance from each other is the measure."],
  },
  late: "The server did not answer. Move something to try again.",
  tools: "Tools",
  tabs: {
    directions: ["Directions", "Directions in which pictures change most, found without anybody naming them."],
    way: ["A to B", "The ways from what you hold to another sample."],
    plane: ["Map", "A plane through the latent space, to drag in."],
    search: ["Search", "The latent from which G makes a given picture, or the nearest to it."],
  },
  ways: "How directions are found",
  ganspace: "GANSpace tries many random latents and takes the directions in which G’s early layers differ most: their principal components, brought back to z; of w, where there is one.",
  sefa: "SeFa reads the directions off G’s first weights A, without trying anything: the eigenvectors of AᵀA, which change A’s answer most.",
  zero: "Back to 0", zeroTip: "All directions back to the middle.",
  direction: (number) => `Direction ${number}`,
  directionTip: "Moves the latent along this direction. σ is one standard deviation: most random latents lie within ±2 σ of the middle. Behind the name stands its share of all that changes.",
  end: (number, end) => (end ? `Direction ${number} at +3 σ` : `Direction ${number} at −3 σ`),
  endTip: "Go there.",
  modes: "Way from A to B",
  spherical: "Spherical", sphericalTip: "Random latents lie nearly all at the same distance from 0, as on a sphere: this way goes round it, so every picture on it is a usual one.",
  linear: "Linear", linearTip: "The straight line from A to B. It cuts through the inside of the sphere on which random latents lie; of a style-based G it goes straight through w.",
  styles: "Styles", stylesTip: "Style mixing: the coarse layers from A, the fine ones from B.",
  notes: {
    spherical: "A is what you hold and comes first; B is another sample and comes last. The way keeps the length of the latents.",
    linear: "A is what you hold and comes first; B is another sample and comes last. Halfway a straight line comes nearer to 0 than random latents do.",
    styles: "A is what you hold and comes first; B is another sample and comes last. Early layers paint shapes, late ones colours and detail.",
  },
  strip: "From A to B in steps", stripTip: "Press one to go there.",
  place: "Place between A and B", placeTip: "Where between A and B the large picture is.",
  mixed: (coarse, all) => `${coarse} of ${all} layers from A`,
  other: "Another B", otherTip: "Go to another random latent.",
  swap: "Swap", swapTip: "Hold B, and go to what you hold now.",
  take: "Hold this", takeTip: "Hold the latent of the large picture from now on: it becomes A, and the other tools begin from it.",
  plane: "The plane of two directions: arrow keys and pointer move through it",
  planePictures: "What G makes all over the plane",
  planeTip: "Drag, or use the arrow keys: the large picture follows.",
  planeNote: "What you hold is in the middle; the edge is 3 standard deviations away.",
  axes: { right: "Direction to the right", up: "Direction up" }, right: "To the right", up: "Up",
  real: (number) => `Training picture ${number}`, realTip: "Search for the latent of this training picture.",
  others: "Others", othersTip: "Offer other training pictures.",
  own: "Your own picture", ownTip: "Search for a picture of yours: its middle square, made as small as G’s pictures. Your browser reads it.",
  target: "wanted", found: "found", progress: "Progress of the search",
  searchHint: "Choose a picture: the latent that gives it is searched for by gradient descent, in 200 steps.",
  searching: "Searching…",
  hold: "Hold it", foundTip: "Hold the latent that was found.",
  unreadable: "The browser cannot read this picture. Try a PNG or a JPEG.",
};

export const CLASSES = {
  choose: "Class of the fakes", all: "all classes", allCodes: "all codes",
  tip: "Show fakes of all classes, or of one. Behind each stands the share that is named right.",
  codesTip: "Show fakes of all codes, row after row, or of one. Nobody told G what a code stands for: look what its fakes have in common.",
  bars: "How well each class is learned",
  barsTip: "How well each class is learned: the share of its fakes whose nearest real picture has the class that was asked for. A press shows one class.",
};

// The card of a point in the picture.
export const PROBE = {
  label: "The picture. The arrow keys move a crosshair, and D says what it thinks there; Escape ends that.",
  fake: "A fake", real: "A real sample", place: "Here,", from: "from ", says: "D says ", scores: "D scores it ", mode: "nearest mode: ",
  best: "the best D would say ", p: "density of the data ", q: "density of the fakes ",
};

const OPINIONS = [[0.1, "surely fake"], [0.45, "rather fake"], [0.495, "barely fake"], [0.505, "it cannot tell"], [0.55, "barely real"], [0.9, "rather real"], [Infinity, "surely real"]];

export const sayOpinion = (opinion) => (opinion === null ? "no number" : OPINIONS.find(([limit]) => opinion < limit)[1]);

// Where D pushes a fake, as [text, whether it is strong] pieces; y points up.
export function sayPush([dx, dy]) {
  const length = Math.hypot(dx, dy);
  if (!(length >= 5e-4)) return [["and hardly pushes it"]];
  const ways = [Math.abs(dy) > 0.38 * length ? (dy > 0 ? "up" : "down") : "", Math.abs(dx) > 0.38 * length ? (dx > 0 ? "right" : "left") : ""];
  return [["and pushes it "], [ways.filter(Boolean).join(" and "), true], [" with strength "], [writeNumber(length), true]];
}

export const YOURS = { choose: "Your picture", remove: "Take it away", row: "yours", unreadable: "The browser cannot read this picture. Try a PNG or a JPEG." };

export const EMPTY = { usual: "Press Play. G starts from noise.", pairs: "", toy: "Press Play. Both players start at 1." };
