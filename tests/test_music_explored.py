"""The latent space of a generator of music: gone through by ear and eye, and held against what it was trained on."""

import numpy as np
import pytest
import torch

from playground import PlaygroundError
from playground.cli import main
from playground.data import dataset
from playground.data.music import Pieces, notes_of
from playground.latent.directions import find
from playground.latent.explorer import Explorer
from playground.latent.neighbours import Passages, training_reals
from playground.latent.still import Still
from playground.live.explore import Exploring
from playground.live.packet import unpack
from playground.live.run import Run
from small import CONFIGS, small, trained

CONFIG = CONFIGS["chorale"]


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("way", ("ganspace", "sefa"))
def test_pieces_are_gone_between_and_moved_along_directions(way):
    still = Still.of(trained(CONFIG, 2))
    explorer = Explorer(still)
    explorer.way = way
    found = find(still, way)
    assert len(found.vectors) == 8 and found.vectors.norm(dim=1).allclose(torch.ones(8), atol=1e-5)
    strip = notes_of(explorer.strip("spherical"))
    for hand, end in ((explorer.a, strip[0]), (explorer.b, strip[-1])):
        assert torch.equal(notes_of(explorer.pictures(explorer.code(hand)[None]))[0], end)
    assert explorer.ends().shape == (16, 112, 16) and explorer.plane(0, 1).shape == (49, 112, 16)
    with pytest.raises(PlaygroundError, match="not music"):
        explorer.search(explorer.pictures(explorer.moved()[None])[0])


def test_a_copied_piece_differs_in_no_note_and_is_called_memorised():
    notes = notes_of(dataset("chorale-rules").sample(40, draws()))
    near, x = Passages(notes), dataset("chorale-rules").one_hot(notes)
    found = near.of(x[7])
    assert found.distances[0] == 0 and found.numbers[0] == 7 and found.verdict == "copied" and "this piece is memorised" in found.sentence
    assert torch.equal(found.pictures[0], x[7])
    other = notes[7].clone()
    other[0, :16] = 57 + (other[0, :16] - 56) % 28
    assert near.of(dataset("chorale-rules").one_hot(other[None])[0]).distances[0] == pytest.approx(16 / 128)


def test_the_usual_distance_of_pieces_is_that_to_their_nearest_others():
    notes = torch.tensor([[60] * 4, [60] * 3 + [62], [62] * 4])[:, None].expand(3, 4, 4)
    assert Passages(notes).usual == pytest.approx(0.25) and Passages(notes[:1]).usual == 0


def test_what_music_is_trained_on_are_all_passages_or_those_drawn_once_or_nothing():
    sung = torch.tensor([60, 57, 50, 45])[:, None] + torch.arange(12) % 8
    assert Pieces(length=4, sung=sung, bars=torch.tensor([[0, 12], [4, 12]])).passages().tolist() == [sung[:, :4].tolist(), sung[:, 4:8].tolist()]
    assert training_reals(trained(CONFIG, 0)) is None
    assert training_reals(trained(CONFIG.changed(data_size=9), 0)).shape == (9, 4, 16)


def test_the_page_gets_notes():
    run, exploring = Run(CONFIG), Exploring()
    try:
        shown = unpack(exploring.answer(run, {"do": "open", "wants": ["near", "ends", "strip", "plane", "walk", "reals"], "axes": [0, 1]}))
        assert shown["kind"] == "music" and "made anew" in shown["near"]["sentence"] and shown["numbers"] == []
        large, strip = shown["arrays"]["large"], shown["arrays"]["strip"]
        assert large.shape == (1, 4, 16) and large.dtype == np.uint8 and np.array_equal(strip[0], large[0]) and strip.shape == (9, 4, 16)
        assert unpack(exploring.answer(run, {"do": "search", "real": 0}))["refused"]
    finally:
        run.close()


def test_the_command_line_draws_the_latent_space_of_music(tmp_path, capsys):
    trained(small("chorale", data="chorale-rules:length=16", generator_width=8, discriminator_width=8, batch_size=4, data_size=20), 1).save(tmp_path / "run")
    assert main(["explore", str(tmp_path / "run"), "--out", str(tmp_path / "a.png")]) == 0
    said = capsys.readouterr().out
    assert "direction 8" in said and "from the nearest training piece" in said and (tmp_path / "a.png").stat().st_size > 10_000
