"""Music as files: the WAV by its spectrum, the MIDI file by reading it back."""

import io
import json
import subprocess
import sys
import wave

import numpy as np
import pytest
import torch

from playground import PlaygroundError
from playground.data import dataset
from playground.data.music import VOICES
from playground.export import FORMATS
from playground.midi import TICKS, midi, quantity
from playground.sound import BEATS_A_MINUTE, HARMONICS, PAUSE, RATE, held, seconds_a_step, tone, wav
from small import CONFIGS, trained

A_MINOR = [[69] * 4, [64] * 4, [60] * 4, [45, 45, 57, 57]]


@pytest.fixture(scope="module")
def sample():
    """A minor over an A that leaps, four steps: [1, 4 PITCHES, 4]."""
    return dataset("chorale-rules").one_hot(torch.tensor(A_MINOR)[None])


def heard(content):
    """The numbers of a WAV file."""
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def loudness(sound, frequency):
    time = np.arange(len(sound)) / RATE
    return 2 * abs(np.mean(sound * np.exp(-2j * np.pi * frequency * time)))


def test_the_spectrum_of_the_file_has_the_notes_and_no_others(sample):
    sound = heard(wav(sample))
    step = round(seconds_a_step() * RATE)
    assert len(sound) == pytest.approx((4 + PAUSE) * step + 0.08 * RATE, abs=3)
    first = sound[round(0.05 * RATE):2 * step]
    sung = [loudness(first, hertz) for hertz in (440.0, 329.63, 261.63, 110.0)]
    others = [loudness(first, hertz) for hertz in (466.16, 349.23, 293.66, 123.47)]
    assert min(sung) > 5 * max(others), "A, E, C and A; not B flat, F, D and B"
    assert loudness(sound[2 * step + 2000:4 * step], 110.0) < 0.1 * loudness(first, 110.0), "the bass has gone up"
    assert np.abs(sound).max() < 32_000 and not sound[-step:].any()


def test_a_tone_is_its_harmonics_and_begins_and_ends_in_silence():
    sound = tone(220.0, 1.0)
    assert [loudness(sound[2000:20_000], 220.0 * k) for k in range(1, 8)] == pytest.approx([*HARMONICS, 0], abs=0.02)
    assert abs(sound[0]) < 1e-9 and abs(sound[-1]) < 0.01 and len(sound) == round(1.08 * RATE)


def test_a_pitch_that_comes_again_is_held():
    assert held(np.array([60, 60, 62, 60])) == [(60, 0, 2), (62, 2, 3), (60, 3, 4)]


def read_midi(content):
    """(format, ticks, [{tick: [(kind, *data)]}]), by the standard."""
    assert content[:8] == b"MThd\0\0\0\6"
    form, count, ticks = (int.from_bytes(content[i:i + 2], "big") for i in (8, 10, 12))
    at, tracks = 14, []
    for _ in range(count):
        assert content[at:at + 4] == b"MTrk"
        end = at + 8 + int.from_bytes(content[at + 4:at + 8], "big")
        at, now, events = at + 8, 0, []
        while at < end:
            delta = 0
            while content[at] & 0x80:
                delta, at = (delta | content[at] & 0x7F) << 7, at + 1
            now, at = now + (delta | content[at]), at + 1
            kind = content[at]
            if kind == 0xFF:
                size = content[at + 2]
                events.append((now, "meta", content[at + 1], content[at + 3:at + 3 + size]))
                at += 3 + size
            else:
                size = 2 if kind >> 4 == 0xC else 3
                events.append((now, kind >> 4, kind & 15, *content[at + 1:at + size]))
                at += size
        assert at == end and events[-1][1:3] == ("meta", 0x2F)
        tracks.append(events)
    assert at == len(content)
    return form, ticks, tracks


def test_the_midi_file_reads_back_as_what_was_sung(sample):
    form, ticks, (first, *voices) = read_midi(midi(torch.cat([sample, sample])))
    assert (form, ticks, len(voices)) == (1, TICKS, 4)
    assert (0, "meta", 0x51, round(60e6 / BEATS_A_MINUTE).to_bytes(3, "big")) in first
    for channel, (events, name) in enumerate(zip(voices, VOICES)):
        assert (0, "meta", 3, name.encode()) in events and (0, 0xC, channel, 19) in events
    bass = [(tick, kind, pitch) for tick, kind, _, pitch, *_ in voices[3] if kind in (8, 9)]
    half, again = TICKS, (4 + PAUSE) * TICKS // 2
    once = [(0, 9, 45), (half, 8, 45), (half, 9, 57), (2 * half, 8, 57)]
    assert bass == once + [(tick + again, kind, pitch) for tick, kind, pitch in once]
    assert quantity(0) == b"\0" and quantity(128) == b"\x81\0" and quantity(0x0FFFFFFF) == b"\xff\xff\xff\x7f"


@pytest.mark.parametrize("write", [wav, midi])
def test_an_empty_sample_is_refused_in_a_sentence(write, sample):
    for empty in (sample[:0], sample[:, :, :0], torch.zeros_like(sample), sample * float("nan")):
        with pytest.raises(PlaygroundError, match="This sample is empty"):
            write(empty)


def test_a_run_is_exported_as_both_and_other_runs_are_not():
    run = trained(CONFIGS["chorale"], 2)
    assert len(heard(FORMATS["wav"].make(run))) > 4 * 16 * seconds_a_step() * RATE
    assert len(read_midi(FORMATS["midi"].make(run))[2]) == 5
    with pytest.raises(PlaygroundError, match="is for music"):
        FORMATS["midi"].make(trained(CONFIGS["gan"], 1))


READER = """import json, sys
from music21.midi import MidiFile
file = MidiFile()
file.readstr(sys.stdin.buffer.read())
print(json.dumps([[event.pitch for event in track.events if event.isNoteOn()] for track in file.tracks]))"""


def test_another_reader_finds_the_same_notes(sample):
    read = subprocess.run([sys.executable, "-c", READER], input=midi(sample), capture_output=True, check=True)  # it stays out of this process
    assert json.loads(read.stdout) == [[], [69], [64], [60], [45, 57]]
