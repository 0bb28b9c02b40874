"""Four voices: the networks for text, beat by beat, with a choice for each voice and step, a pitch or to hold; and a D that also
hears what chords are made of and what is held.
"""

import torch
from torch import nn
from torch.nn import functional as F

from playground.data.music import LOWEST, PITCHES, STEPS_A_BEAT, SUNG, VOICES
from playground.networks import text
from playground.networks.layers import Given

FIRST = (72, 67, 64, 48)
"""C major, as MIDI numbers."""
MIDDLE = 60
"""The MIDI number that counts as neither high nor low."""


class Heard(Given):
    """Appends to columns [n, 4 PITCHES, length] what an ear hears besides single pitches: how often each of the twelve sounds, in
    any octave; how high each voice is, in octaves above the middle C; and which voices hold: [n, 4 PITCHES + 12 + 4 + 4, length].
    Whether two pitches are the same is a product, which a convolution would have to put together from many.

    Of `packed` samples in one, what is heard of each.
    """

    extra = 12 + 2 * len(VOICES)

    def __init__(self, packed):
        super().__init__()
        self.packed = packed
        self.register_buffer("heard", torch.empty(12 + len(VOICES), SUNG, 1))

    def begin(self):
        pitches = (torch.tensor(LOWEST)[:, None] + torch.arange(PITCHES)).flatten()
        self.heard.zero_()
        self.heard[pitches % 12, torch.arange(len(pitches)), 0] = 1
        voice = torch.arange(len(VOICES)).repeat_interleave(PITCHES)
        self.heard[12 + voice, torch.arange(len(pitches)), 0] = (pitches - MIDDLE) / 12

    def forward(self, x):
        each = x.unflatten(1, (self.packed, -1)).flatten(0, 1)
        held = (each[:, :, 1:] * each[:, :, :-1]).unflatten(1, (len(VOICES), -1)).sum(2)
        told = torch.cat([each, F.conv1d(each, self.heard), F.pad(held, (1, 0))], 1)
        return told.unflatten(0, (-1, self.packed)).flatten(1, 2)


class Composer(text.Writer):
    """[n, latent_dim] to samples [n, 4 PITCHES, length]: for all steps of a beat at once, each voice takes a pitch or holds its note."""

    def __init__(self, config, shape):
        channels, length = shape
        choices = STEPS_A_BEAT * len(VOICES)
        super().__init__(config, (choices * (PITCHES + 1), length // STEPS_A_BEAT), choices)
        self.held = Held()

    def forward(self, z, noise=None):
        return self.held(in_steps(super().forward(z, noise)))


class Held(Given):
    """What the voices choose, in each step a pitch or, last, to hold [n, 4 (PITCHES + 1), length], to what they sing [n, 4 PITCHES,
    length]. A note that is held is the same as before by one choice, not by choosing among all pitches anew. Before the first
    step the chord of C major is held.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("before", torch.empty(len(VOICES), PITCHES))

    def begin(self):
        self.before.zero_()
        self.before[torch.arange(len(VOICES)), torch.tensor(FIRST) - torch.tensor(LOWEST)] = 1

    def forward(self, choices):
        each, now, steps = choices.unflatten(1, (len(VOICES), PITCHES + 1)), self.before, []
        for pitch, hold in zip(each[:, :, :PITCHES].unbind(3), each[:, :, PITCHES:].unbind(3)):
            now = pitch + hold * now
            steps.append(now)
        return torch.stack(steps, 3).flatten(1, 2)


class InBeats(nn.Module):
    """Steps [n, channels, length] to beats [n, STEPS_A_BEAT channels, beats], their steps one after the other."""

    def forward(self, x):
        return x.unflatten(2, (-1, STEPS_A_BEAT)).permute(0, 3, 1, 2).flatten(1, 2)


def in_steps(x):
    """The opposite: beats [n, STEPS_A_BEAT channels, beats] to steps [n, channels, length]."""
    return x.unflatten(1, (STEPS_A_BEAT, -1)).permute(0, 2, 3, 1).flatten(2)


def generator(config, data):
    """[n, latent_dim] to samples [n, 4 PITCHES, length]."""
    return Composer(config, data.shape)


def discriminator(config, shape):
    """Samples [n, 4 PITCHES, length], or several packed together, to raw scores [n]."""
    channels, length = shape
    packed = channels // SUNG
    beats = STEPS_A_BEAT * (channels + packed * Heard.extra), length // STEPS_A_BEAT
    return nn.Sequential(Heard(packed), InBeats(), text.discriminator(config, beats))
