"""Chorales by rules that are known, for where Bach's are not at hand.

1. Every beat has a triad of C major. A phrase of eight beats begins on I and ends with V and I; between, a chord goes where NEXT says.
2. The soprano goes to the next pitch of the chord above or below where it was, as long as it remains between E4 and G5.
3. Alto and tenor sing the next two pitches of the chord below it.
4. The bass sings the chord's root, in the octave that is nearer to where it was.
5. Where soprano or bass move by a third, they pass through the step between on half of the occasions.

So no voice ever goes above the one over it, and no pitch is outside of C major.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from .music import SCALE, STEPS_A_BEAT, Music
from .parameters import Steps

CHORDS = {"I": (0, 4, 7), "ii": (2, 5, 9), "IV": (5, 9, 0), "V": (7, 11, 2), "vi": (9, 0, 4)}
"""Semitones above C, the root first."""
I, V = 0, 3
NEXT = ((0.10, 0.15, 0.30, 0.30, 0.15),
        (0.00, 0.10, 0.00, 0.75, 0.15),
        (0.30, 0.15, 0.10, 0.45, 0.00),
        (0.60, 0.00, 0.00, 0.15, 0.25),
        (0.00, 0.35, 0.35, 0.20, 0.10))
"""How likely each chord goes to each other one, in the order of CHORDS."""
PHRASE = 8
"""Beats."""
SOPRANO, BASS = (64, 79), (41, 55)
"""The lowest and the highest soprano, the lowest bass, and what the bass stays below when it has a choice."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Ruled(Music):
    """Phrases of eight beats."""

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        chords = self.chords(n, generator)
        on_beats = self.voiced(chords, generator)
        return self.one_hot(passing(on_beats, generator))

    def chords(self, n, generator):
        """Numbers of CHORDS [n, beats] (rule 1)."""
        likely, found = torch.tensor(NEXT, device=generator.device), []
        for beat in range(self.length // STEPS_A_BEAT):
            if beat % PHRASE in (0, PHRASE - 2, PHRASE - 1):
                found.append(torch.full((n,), V if beat % PHRASE == PHRASE - 2 else I, device=generator.device))
            else:
                found.append(torch.multinomial(likely[found[-1]], 1, generator=generator)[:, 0])
        return torch.stack(found, 1)

    @staticmethod
    def voiced(chords, generator):
        """Chords [n, beats] to MIDI numbers [n, 4, beats] (rules 2 to 4)."""
        below, above = BELOW.to(chords.device), ABOVE.to(chords.device)
        roots = torch.tensor([chord[0] for chord in CHORDS.values()], device=chords.device)
        low, high = SOPRANO
        soprano = torch.randint(low, high, (len(chords),), generator=generator, device=chords.device)
        bass, found = torch.full_like(soprano, sum(BASS) // 2), []
        for chord in chords.T:
            down, up = below[chord, soprano], above[chord, soprano]
            rises = torch.rand(len(chord), generator=generator, device=chords.device) < 0.5
            soprano = torch.where((rises | (down < low)) & (up <= high), up, down)
            alto = below[chord, soprano]
            upper = BASS[1] - 12 + (roots[chord] - BASS[1]) % 12
            lower = upper - 12
            bass = torch.where((lower >= BASS[0]) & ((lower - bass).abs() < (upper - bass).abs()), lower, upper)
            found.append(torch.stack([soprano, alto, below[chord, alto], bass], 1))
        return torch.stack(found, 2)


def passing(on_beats, generator):
    """What is sung on beats [n, 4, beats], to what is sung in each step [n, 4, steps] (rule 5)."""
    after = torch.cat([on_beats[:, :, 1:], on_beats[:, :, -1:]], 2)
    way = after - on_beats
    between = on_beats + 2 * way.sign()
    between = torch.where(WHITE.to(between.device)[between % 12], between, on_beats + way.sign())
    chance = torch.rand(on_beats.shape, generator=generator, device=on_beats.device) < 0.5
    outer = torch.tensor([True, False, False, True], device=on_beats.device)[:, None]
    off = torch.where(outer & chance & ((way.abs() == 3) | (way.abs() == 4)), between, on_beats)
    return torch.stack([on_beats, off], 3).flatten(2)


def table(side):
    """The next pitch of each chord on one side of each MIDI number: int64 [chords, 128], 0 where there is none."""
    rows = torch.zeros(len(CHORDS), 128, dtype=torch.long)
    for row, chord in zip(rows, CHORDS.values()):
        for pitch in range(24, 104):
            row[pitch] = next(p for p in range(pitch + side, pitch + 13 * side, side) if p % 12 in chord)
    return rows


BELOW, ABOVE = table(-1), table(1)
WHITE = torch.tensor([pitch in SCALE for pitch in range(12)])


def chorale_rules(length: Steps = 32):
    return Ruled(length=length)
