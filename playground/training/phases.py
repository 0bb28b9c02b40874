"""The phases of one step, in the order in which they happen, each with a sentence and a formula."""

from dataclasses import dataclass

PHASES = {
    # (name, turn): (title, explanation, formula (None: the loss’s own))
    ("sample", "d"): ("Draw reals",
     "A batch of real samples is drawn from the data. D will learn that these are real.",
     r"x_1, \dots, x_m \sim p_{\mathrm{data}}"),
    ("generate", "d"): ("Make fakes",
     "G turns random latents into fakes. In D’s turn G only delivers: its weights stand still.",
     r"z_i \sim p_z, \quad \tilde{x}_i = G(z_i)"),
    ("score", "d"): ("D’s scores",
     "D looks at both batches and gives every sample a score: high for real, low for fake.",
     r"D(x_i), \quad D(\tilde{x}_i)"),
    ("loss", "d"): ("D’s loss",
     "One number says how far D’s answers are from the truth, which D alone is told.", None),
    ("gradient", "d"): ("D’s gradients",
     "Backpropagation finds, for each of D’s weights, which way to turn it so that D’s loss falls.",
     r"\nabla_{\psi} L_D"),
    ("update", "d"): ("D’s update",
     "D’s weights ψ move a small step that way; u is the optimizer’s rule. The map is now D’s new opinion.",
     r"\psi \leftarrow \psi - \eta_D \, u(\nabla_{\psi} L_D)"),
    ("generate", "g"): ("Make fakes",
     "G’s turn. It makes a fresh batch of fakes and remembers how each depends on its weights.",
     r"z_i \sim p_z, \quad \tilde{x}_i = G(z_i)"),
    ("score", "g"): ("D’s scores",
     "D judges the new fakes. In G’s turn D’s weights stand still: D is the examiner.",
     r"D(\tilde{x}_i)"),
    ("loss", "g"): ("G’s loss",
     "One number says how well the fakes fool D. G wants it low.", None),
    ("gradient", "g"): ("G’s gradients",
     "Each arrow points where D’s score rises fastest from that fake. G looks for the change of its weights that moves "
     "all fakes along their arrows, as well as one network can.",
     r"\nabla_{\theta} L_G = -\frac{1}{m} \sum_i J_i^T\, a_i" "\n"
     r"J_i = \partial G(z_i) / \partial \theta, \quad a_i\ \text{the arrow at}\ G(z_i)"),
    ("update", "g"): ("G’s update",
     "G’s weights θ move a small step, and all fakes with them: each arrow is how its fake moved, enlarged. The next "
     "step begins.",
     r"\theta \leftarrow \theta - \eta_G \, u(\nabla_{\theta} L_G)"),
}

IN_TURNS = tuple(PHASES)
"""The order of the phases where D moves before G looks."""
TOGETHER = (*(key for key in PHASES if key[0] != "update"), ("update", "d"), ("update", "g"))
"""The order where both players look before either moves."""


@dataclass(frozen=True)
class Phase:
    """A named part of a step.

    index counts from 1 to 11 in the order of the dynamics; turn is "d" or "g"; tensors are what the phase worked on
    (copies, in the networks' own units); vectors are both players' parameters as they are after the phase.
    """

    index: int
    name: str
    turn: str
    title: str
    explanation: str
    formula: str
    tensors: dict
    vectors: dict


class Recorder:
    """A `note` that keeps every phase of a step."""

    def __init__(self, state, game, loss, dynamics):
        self.told, self.duties = PHASES | game.phases, game.duties
        self.vectors = {player: state[player].clone() for player in ("d", "g")}
        self.loss, self.dynamics, self.phases = loss, dynamics, []

    def __call__(self, name, player, **tensors):
        tensors = {key: value.detach().clone() for key, value in tensors.items() if value is not None}
        if name == "update":
            self.vectors = self.vectors | {player: tensors["parameters"]}
        title, explanation, formula = self.told[name, player]
        if name == "update" and self.dynamics.order is TOGETHER:
            explanation += f" {self.dynamics.title}: {self.dynamics.about}"
        formula = formula or {"d": self.loss.formula_d, "g": self.loss.formula_g + self.duties}[player]
        index = self.dynamics.order.index((name, player)) + 1
        self.phases.append(Phase(index, name, player, title, explanation, formula, tensors, self.vectors))
