"""Music in four voices: chords, one a step, as one-hot columns."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from .base import Data

VOICES = ("soprano", "alto", "tenor", "bass")
LOWEST, PITCHES = (57, 50, 45, 36), 28
"""The MIDI number of the lowest pitch that each voice sings, and how many it has from there upwards."""
SUNG = len(VOICES) * PITCHES
"""The numbers of a step: a pitch for each voice, one-hot."""
STEPS_A_BEAT = 2
"""A step is an eighth note and a beat a quarter."""
SCALE = (0, 2, 4, 5, 7, 9, 11)
"""The pitches of C major and of A minor, in semitones above C."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Music(Data):
    """Pieces of `length` steps, in C major or A minor.

    A sample is float32 [4 PITCHES, length]: in each column each voice has a 1 at the pitch that it sings, soprano first. A pitch
    that comes again is held on, so there are no rests and no repeated notes.
    """

    length: int

    scale = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        return SUNG, self.length

    @property
    def centre(self) -> Tensor:
        return torch.zeros(())

    def passages(self) -> Tensor | None:
        """All that there is to draw, MIDI numbers [n, 4, length]; None where every sample is made anew."""
        return None

    @staticmethod
    def one_hot(notes: Tensor) -> Tensor:
        """MIDI numbers [n, 4, length], within what each voice sings, to samples [n, 4 PITCHES, length]."""
        numbers = notes.long() - torch.tensor(LOWEST, device=notes.device)[:, None]
        return functional.one_hot(numbers, PITCHES).transpose(2, 3).flatten(1, 2).float()


def notes_of(samples: Tensor) -> Tensor:
    """Samples [n, 4 PITCHES, length] to MIDI numbers int64 [n, 4, length]: the likeliest pitch of each voice."""
    return samples.unflatten(1, (len(VOICES), PITCHES)).argmax(2) + torch.tensor(LOWEST, device=samples.device)[:, None]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Pieces(Music):
    """Passages of pieces in memory, each from the beginning of a bar.

    sung: MIDI numbers int64 [4, steps] of all pieces, one after the other, anything outside of a voice's pitches where it rests
    bars: int64 [k, 2], where each bar begins, and where its piece ends
    """

    sung: Tensor
    bars: Tensor

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        sung, starts = self._on(generator.device, "sung", "starts")
        chosen = starts[torch.randint(len(starts), (n,), generator=generator, device=generator.device)]
        return self.one_hot(self.beginning(sung, chosen))

    def passages(self) -> Tensor:
        return self.beginning(self.sung, self.starts)

    def beginning(self, sung, starts):
        """What is sung from each of these steps on: [n, 4, length]."""
        return sung[:, starts[:, None] + torch.arange(self.length, device=starts.device)].transpose(0, 1)

    @cached_property
    def starts(self) -> Tensor:
        """The bars from which on so many steps can be sung to the end."""
        low = torch.tensor(LOWEST)[:, None]
        beyond = ((self.sung < low) | (self.sung >= low + PITCHES)).any(0)
        so_far = functional.pad(beyond.cumsum(0), (1, 0))
        begin, end = self.bars[self.bars[:, 0] + self.length <= self.bars[:, 1]].T
        return begin[so_far[begin + self.length] == so_far[begin]]
