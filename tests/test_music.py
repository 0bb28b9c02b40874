"""Four voices: what is drawn, by which rules, and measures against cases counted by hand."""

import pytest
import torch

from playground import PlaygroundError, Trainer
from playground.data import dataset
from playground.data.chorale_rules import CHORDS, NEXT, PHRASE, passing
from playground.data.music import LOWEST, PITCHES, Pieces, notes_of
from playground.metrics import evaluate, samples_for
from playground.metrics.music import (consonance, consonant_pairs, diatonic, distinct_chords, measures, repetition, shuffled,
                                      voice_order)
from playground.networks.layers import initialise
from playground.networks.music import Heard, Held, InBeats, in_steps
from small import CONFIGS, small

C, F, G, CLUSTER = [72, 67, 64, 48], [72, 69, 65, 53], [71, 67, 62, 55], [61, 60, 62, 59]
"""I, IV and V; and soprano C sharp, alto C, tenor D, bass B, in the wrong order."""


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


def piece(*chords):
    """Chords as MIDI numbers [1, 4, steps]."""
    return torch.tensor(chords).T[None]


def test_a_sample_has_one_pitch_for_each_voice_and_reads_back():
    data = dataset("chorale-rules")
    x = data.sample(50, draws())
    assert data.kind == "music" and x.shape == (50, 4 * PITCHES, 32) and x.dtype == torch.float32
    assert torch.equal(x.unflatten(1, (4, PITCHES)).sum(2), torch.ones(50, 4, 32))
    assert torch.equal(data.one_hot(notes_of(x)), x)
    assert torch.equal(x, dataset("chorale-rules").sample(50, draws())) and dataset("chorale-rules:length=16").shape[1] == 16
    with pytest.raises(PlaygroundError, match="16 or 32 or 64"):
        dataset("chorale-rules:length=20")


def test_chorales_keep_the_rules():
    data = dataset("chorale-rules")
    chords = data.chords(500, draws())
    assert (chords[:, ::PHRASE] == 0).all() and (chords[:, PHRASE - 2::PHRASE] == 3).all() and (chords[:, PHRASE - 1::PHRASE] == 0).all()
    assert all(sum(row) == pytest.approx(1) for row in NEXT)
    followed = torch.stack([chords[:, 1:5].flatten(), chords[:, 2:6].flatten()], 1).unique(dim=0)
    assert all(NEXT[a][b] for a, b in followed.tolist())
    found = data.voiced(chords, draws(1))
    tones = list(CHORDS.values())
    for chord, sung in zip(chords[:40].flatten().tolist(), found[:40].transpose(1, 2).flatten(0, 1).tolist()):
        assert {pitch % 12 for pitch in sung} == set(tones[chord]) and sung[3] % 12 == tones[chord][0]
        assert sung == sorted(sung, reverse=True) and sung[0] - sung[2] < 12
    notes = notes_of(data.sample(500, draws()))
    assert voice_order(notes) == 1 and diatonic(notes) == 1


def test_voices_pass_through_the_step_between_two_notes_a_third_apart():
    on_beats = torch.tensor([[[72, 76], [67, 67], [64, 60], [48, 45]]]).repeat(200, 1, 1)
    sung = passing(on_beats, draws())
    assert torch.equal(sung[:, :, ::2], on_beats)
    assert [set(sung[:, voice, 1].tolist()) for voice in range(4)] == [{72, 74}, {67}, {64}, {48, 47}]


def test_passages_begin_with_bars_stay_in_one_piece_and_have_no_rests():
    sung = torch.tensor(LOWEST)[:, None] + torch.arange(20) % PITCHES
    sung[1, 9] = -1
    data = Pieces(length=4, sung=sung, bars=torch.tensor([[0, 12], [4, 12], [8, 12], [12, 20], [16, 20], [18, 20]]))
    assert data.starts.tolist() == [0, 4, 12, 16]
    first = {int(notes[0, 0]) - LOWEST[0] for notes in notes_of(data.sample(100, draws()))}
    assert first == {0, 4, 12, 16}
    assert torch.equal(notes_of(data.sample(9, draws())).diff(dim=2), torch.ones(9, 4, 3))


def test_measures_by_hand():
    assert voice_order(piece(C, CLUSTER, F, [60, 60, 60, 60])) == 0.75
    assert consonance(piece(C)) == 1 and consonance(piece(CLUSTER)) == pytest.approx(1 / 6)  # only B and D
    assert consonant_pairs(piece([71, 67, 65, 55]))[0, :, 0].tolist() == [True, False, True, False, True, False]
    assert diatonic(piece(C, CLUSTER)) == 7 / 8
    assert repetition(piece(C, C, F, F, F, C)) == 3 / 5
    assert distinct_chords(torch.cat([piece(C, C, F), piece(F, G, C)])) == 3 / 6
    assert repetition(piece(C, [72, 67, 65, 48])) == 0, "one voice that moves makes another chord"


def test_chance_has_each_voices_own_notes():
    notes = notes_of(dataset("chorale-rules").sample(100, draws()))
    mixed = shuffled(notes, draws(1))
    assert all(torch.equal(a.flatten().sort()[0], b.flatten().sort()[0]) for a, b in zip(notes.transpose(0, 1), mixed.transpose(0, 1)))
    real, chance = measures(notes), measures(mixed)
    assert chance["consonance"] < real["consonance"] - 0.1 and chance["repetition"] < 0.05 < real["repetition"]


def test_reals_measure_as_reals():
    data = dataset("chorale-rules")
    found = evaluate(data.sample(samples_for(data), draws(5)), data, draws(6))
    for name in ("voice_order", "consonance", "diatonic", "repetition", "distinct_chords"):
        assert found[name] == pytest.approx(found[f"real_{name}"], abs=0.02) and f"chance_{name}" in found


def test_d_hears_which_pitches_sound_how_high_each_voice_is_and_what_is_held():
    module, two = Heard(1), Heard(2)
    for each in (module, two):
        initialise(each, draws())
    x = dataset("chorale-rules").one_hot(piece(C, C, [72, 69, 64, 45]))
    heard = module(x)[0, 4 * PITCHES:]
    assert torch.equal(module(x)[:, :4 * PITCHES], x)
    assert {pitch: int(count) for pitch, count in enumerate(heard[:12, 0]) if count} == {0: 2, 4: 1, 7: 1}
    assert heard[12:16, 0].tolist() == pytest.approx([1, 7 / 12, 4 / 12, -1])
    assert heard[16:].T.tolist() == [[0] * 4, [1] * 4, [1, 0, 1, 0]]
    other = dataset("chorale-rules").one_hot(piece(F, F, F))
    assert torch.equal(two(torch.cat([x, other], 1)), torch.cat([module(x), module(other)], 1)), "of packed samples, of each"


def test_beats_hold_their_steps_and_become_them_again():
    x = torch.arange(12.0).view(1, 2, 6)
    assert InBeats()(x).tolist() == [[[0, 2, 4], [6, 8, 10], [1, 3, 5], [7, 9, 11]]]
    assert torch.equal(in_steps(InBeats()(x)), x)


def test_a_note_is_held_until_another_pitch_is_chosen():
    held = Held()
    initialise(held, draws())
    choices = torch.zeros(1, 4, PITCHES + 1, 4)
    choices[..., PITCHES, :] = 1
    choices[0, 0, :, 2] = torch.eye(PITCHES + 1)[5]
    choices[0, 3, :, 1] = 0.5 * (torch.eye(PITCHES + 1)[7] + torch.eye(PITCHES + 1)[PITCHES])
    sung = held(choices.flatten(1, 2)).unflatten(1, (4, PITCHES))
    assert notes_of(sung.flatten(1, 2))[0, :3].tolist() == [[72, 72, 62, 62], [67] * 4, [64] * 4]
    assert torch.equal(sung.sum(2), torch.ones(1, 4, 4))
    assert sung[0, 3, [12, 7]].T.tolist() == [[1, 0], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]], "of soft choices a part is held"


@pytest.mark.parametrize("changes", [{}, {"head": "softmax"}, {"head": "gumbel"}, {"packing": 2}])
def test_each_voice_has_its_own_pitch_and_training_runs(changes):
    trainer = Trainer(small("chorale", data="chorale-rules:length=16", generator_width=8, discriminator_width=8, batch_size=4, **changes))
    trainer.run(steps=3)
    x = trainer.sample(5)
    assert x.shape == (5, 4 * PITCHES, 16) and not trainer.diverged
    assert torch.allclose(x.unflatten(1, (4, PITCHES)).sum(2), torch.ones(5, 4, 16), atol=1e-5)


def test_a_chorale_is_for_music_only():
    with pytest.raises(PlaygroundError, match="chorale is for music"):
        small("chorale", data="grammar")
    assert CONFIGS["chorale"].generator == "music"
