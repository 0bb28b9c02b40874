"""Four voices as sound: an organ by addition of sines, and the WAV file of it."""

import io
import wave

import numpy as np

from playground.data.music import STEPS_A_BEAT, VOICES, notes_of
from playground.errors import PlaygroundError

BEATS_A_MINUTE = 80
RATE = 22_050
"""Numbers a second."""
HARMONICS = (1.0, 0.5, 0.25, 0.2, 0.1, 0.08)
"""How loud each multiple of a note's frequency is, from the first."""
ATTACK, RELEASE = 0.02, 0.08
"""Seconds in which a note comes and goes."""
PAUSE = 2
"""Steps of silence between pieces."""


def wav(samples):
    """Samples [n, 4 PITCHES, length] one after the other as a WAV file, one channel of 16 bits: bytes.

    Raises PlaygroundError for a sample without notes.
    """
    silence = np.zeros(round(PAUSE * seconds_a_step() * RATE))
    parts = [part for notes in pieces(samples) for part in (organ(notes), silence)]
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes((32_000 * np.concatenate(parts)).astype("<i2").tobytes())
    return file.getvalue()


def pieces(samples):
    """The MIDI numbers of samples [n, 4 PITCHES, length]: an int array [n, 4, length].

    Raises PlaygroundError where there are no notes.
    """
    if not samples.numel() or not samples.isfinite().all() or not (samples > 0).flatten(1).any(1).all():
        raise PlaygroundError("This sample is empty, there is no note in it to play or to write: train a while, or go back to a "
                              "step at which G still made music.")
    return notes_of(samples).cpu().numpy()


def seconds_a_step():
    return 60 / BEATS_A_MINUTE / STEPS_A_BEAT


def held(voice):
    """What one voice sings in each step [length], as (pitch, first step, step after its last) of every note."""
    begins = [0, *(np.flatnonzero(np.diff(voice)) + 1), len(voice)]
    return [(int(voice[begin]), int(begin), int(end)) for begin, end in zip(begins, begins[1:])]


def organ(notes):
    """MIDI numbers [4, length] as sound, numbers from -1 to 1, RATE a second; the last notes fade after the last step."""
    step = seconds_a_step()
    sound = np.zeros(round((notes.shape[1] * step + RELEASE) * RATE))
    for voice in notes:
        for pitch, begin, end in held(voice):
            one = tone(440 * 2 ** ((pitch - 69) / 12), (end - begin) * step)
            first = round(begin * step * RATE)
            part = sound[first:first + len(one)]
            part += one[:len(part)]
    return sound / (len(VOICES) * sum(HARMONICS))


def tone(frequency, seconds):
    """One note of `frequency` hertz, held so long and then fading."""
    time = np.arange(round((seconds + RELEASE) * RATE)) / RATE
    sound = sum(loud * np.sin(2 * np.pi * k * frequency * time) for k, loud in enumerate(HARMONICS, 1))
    return sound * np.minimum(1, np.minimum(time / ATTACK, (seconds + RELEASE - time) / RELEASE))
