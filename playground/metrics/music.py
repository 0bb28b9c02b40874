"""How good four voices are, beside real pieces and beside chance.

Every measure takes MIDI numbers int64 [n, 4, length], the soprano first, and gives a share. A chord is what sounds in one step.
"""

from functools import lru_cache

import torch
from torch import Tensor

from ..data import Data
from ..data.music import SCALE, notes_of

CONSONANT = (0, 3, 4, 5, 7, 8, 9)
"""Unison, thirds, fourth, fifth and sixths, in semitones modulo an octave."""
REALS, PIECES = 1000, 64
"""Real pieces that are measured, and pieces among which different chords are counted."""


def music_measures(samples: Tensor, data: Data) -> dict[str, float]:
    """All measures of samples [n, 4 PITCHES, length]; each also of reals, as real_NAME, and of chance, as chance_NAME."""
    return measures(notes_of(samples)) | references(data)


@lru_cache(maxsize=8)
def references(data: Data) -> dict[str, float]:
    """The measures of real pieces, and of chance: each voice sings its own notes of them in any order."""
    draws = torch.Generator().manual_seed(1)
    real = notes_of(data.sample(REALS, draws))
    return {f"{of}_{name}": value for of, notes in (("real", real), ("chance", shuffled(real, draws)))
            for name, value in measures(notes).items()}


def measures(notes: Tensor) -> dict[str, float]:
    return {"voice_order": voice_order(notes), "consonance": consonance(notes), "diatonic": diatonic(notes),
            "repetition": repetition(notes), "distinct_chords": distinct_chords(notes[:PIECES])}


def voice_order(notes: Tensor) -> float:
    """The share of chords in which no voice is above the one over it."""
    return share((notes[:, :-1] >= notes[:, 1:]).all(1))


def consonance(notes: Tensor) -> float:
    """The share of pairs of voices, six a chord, that sound a consonant interval."""
    return share(consonant_pairs(notes))


def diatonic(notes: Tensor) -> float:
    """The share of notes that are white keys, those of C major."""
    return share(torch.isin(notes % 12, torch.tensor(SCALE, device=notes.device)))


def repetition(notes: Tensor) -> float:
    """The share of chords that are the one before."""
    return share((notes[:, :, 1:] == notes[:, :, :-1]).all(1))


def distinct_chords(notes: Tensor) -> float:
    """How many different chords there are, as a share of all."""
    chords = notes.transpose(1, 2).flatten(0, 1)
    return len(chords.unique(dim=0)) / len(chords)


def consonant_pairs(notes: Tensor) -> Tensor:
    """Which pairs of voices sound a consonant interval: bool [n, 6, length]."""
    upper, lower = torch.triu_indices(4, 4, 1, device=notes.device)
    away = (notes[:, upper] - notes[:, lower]).abs() % 12
    return torch.isin(away, torch.tensor(CONSONANT, device=notes.device))


def shuffled(notes: Tensor, generator: torch.Generator) -> Tensor:
    """The notes of each voice, in any order over all pieces."""
    voices = notes.transpose(0, 1).flatten(1)
    mixed = torch.stack([voice[torch.randperm(len(voice), generator=generator)] for voice in voices])
    return mixed.view(4, len(notes), -1).transpose(0, 1)


def share(true: Tensor) -> float:
    return float(true.double().mean())
