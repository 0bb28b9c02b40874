"""Text after training: a generator as a file, the way between two strings, what is copied; and a text that is brought along."""

import base64
import json

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from playground import PlaygroundError, Trainer, load_generator, recipe
from playground.app.uploads import Uploads
from playground.cli import main
from playground.data import dataset, own
from playground.data.text import decoded
from playground.data.written import MOST_BYTES, cut
from playground.export import FORMATS
from playground.keeping.file import about_file, written
from playground.keeping.generator import Description
from playground.latent.explorer import Explorer
from playground.latent.neighbours import training_reals
from playground.latent.spelled import ENDLESS, Spelled, edits
from playground.latent.still import Still
from playground.live.choice import own as choose_own
from playground.live.explore import Exploring
from playground.live.packet import unpack
from playground.live.run import Run
from small import small, trained

RECIPES = ("text-gumbel", "text-wgan-gp", "seqgan")
WORDS = "\n".join(f"{a}{b}{c}" for a in "bdgk" for b in "aeiou" for c in "lmnr").encode()


def of(name, data="names:locale=de", **changes):
    """A trainer of two steps whose G has something to say."""
    trainer = trained(small(name, **{"data": data, "batch_size": 8} | changes), 2)
    for key in ("g", "average"):
        trainer.state[key] *= 2
    return trainer


def latents(trainer, n=6):
    return torch.randn(n, trainer.config.latent_dim, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("name", RECIPES)
def test_a_generator_of_text_is_kept_with_its_alphabet_and_gives_the_same_strings(name, tmp_path, capsys):
    trainer, file = of(name), tmp_path / "g.safetensors"
    file.write_bytes(written(trainer))
    kept, z = load_generator(file), latents(trainer)
    assert torch.equal(kept.generate(z), trainer.generate(z))
    assert kept.data.decode(kept.generate(z)) == trainer.data.decode(trainer.generate(z))
    card = about_file(file).card
    assert "text-generation" in card and "G.data.decode(samples)" in card and ".png" not in card.split("## Made by")[0]
    assert main(["sample", str(file), "-n", "7"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 7


@pytest.mark.parametrize("name", RECIPES)
def test_onnx_gives_the_strings_of_generate_from_z_alone(name):
    trainer = of(name)
    content = FORMATS["onnx"].make(trainer)
    session = onnxruntime.InferenceSession(content)
    assert [each.name for each in session.get_inputs()] == ["z"]
    told = {prop.key: prop.value for prop in onnx.load_from_string(content).metadata_props}
    for n in (1, 6):
        z = latents(trainer, n)
        (found,) = session.run(None, {"z": z.numpy()})
        wanted = trainer.generate(z)
        assert np.abs(found - wanted.numpy()).max() < 1e-4
        assert decoded(torch.from_numpy(found), told["alphabet"]) == trainer.data.decode(wanted)


@pytest.mark.parametrize("change", ({"alphabet": "aa"}, {"alphabet": "abc"}, {"alphabet": "a\x1b"}, {"shape": [2]}, {"alphabet": 3},
                                    {"kind": "points"}))
def test_a_file_that_says_nonsense_of_its_text_is_refused(change):
    plain = {"kind": "text", "shape": [2, 6], "classes": [], "scale": 1.0, "centre": [], "alphabet": "·a"}
    assert Description.read(plain).alphabet == "·a"
    with pytest.raises(PlaygroundError, match="cannot be read"):
        Description.read(plain | change)


def plain_edits(a, b):
    """Levenshtein's distance by its definition."""
    if not a or not b:
        return len(a) + len(b)
    return min(plain_edits(a[1:], b) + 1, plain_edits(a, b[1:]) + 1, plain_edits(a[1:], b[1:]) + (a[0] != b[0]))


def test_edits_are_levenshtein_s():
    data = dataset("names:locale=de")
    listed = ["anna", "hanna", "otto", "ann", "nora", "ernst"]
    codes, lengths = data.codes(listed), torch.tensor([*map(len, listed)])
    for string in ("anna", "na", "ottto", "x" if "x" in data.alphabet else "t", "renate"):
        found = edits(data.codes([string])[0, :len(string)], codes, lengths)
        assert found.tolist() == [plain_edits(string, other) for other in listed]
    assert edits(data.codes([""])[0, :0], codes, lengths).tolist() == lengths.tolist()


def test_what_is_copied_new_or_wrong_is_said_with_the_nearest_string():
    data = dataset("names:locale=de")
    spelled = Spelled(data)
    said = {string: spelled.of(data.encode([string])[0]) for string in ("anna", "rrrr")}
    assert said["anna"].verdict == "copied" and "“anna”" in said["anna"].sentence and said["anna"].distances[0] == 0
    assert data.decode(said["anna"].pictures)[0] == "anna" and len(said["anna"].numbers) == 5
    assert said["rrrr"].verdict == "far" and "three characters in a row" in said["rrrr"].sentence
    new = next(s for s in (a[:-1] + b[-1] for a in spelled.listed for b in spelled.listed) if data.mark(s) == "new")
    assert spelled.of(data.encode([new])[0]).verdict == "own"
    grammar = Spelled(dataset("grammar"))
    assert grammar.of(grammar.data.encode(["x+x"])[0]).sentence.startswith("Valid")
    assert grammar.of(grammar.data.encode(["x+"])[0]).sentence.startswith("Wrong")
    oracle = dataset("oracle")
    assert Spelled(oracle).of(oracle.sample(1, torch.Generator().manual_seed(0))[0]).sentence == ENDLESS


@pytest.mark.parametrize("name", RECIPES)
def test_the_way_between_two_strings_begins_at_a_and_ends_at_b(name):
    trainer = of(name)
    explorer = Explorer(Still.of(trainer), training_reals(trainer))
    strip = trainer.data.decode(explorer.strip("spherical"))
    ends = trainer.data.decode(trainer.generate(torch.stack([explorer.a.z, explorer.b.z])))
    assert [strip[0], strip[-1]] == ends and len(strip) == 9
    if name == "seqgan":
        with pytest.raises(PlaygroundError, match="one character"):
            explorer.directions()
    else:
        assert explorer.ends().shape == (16, *trainer.data.shape) and explorer.plane(0, 1).shape[0] == 49
    with pytest.raises(PlaygroundError, match="not text"):
        explorer.search(explorer.strip("linear")[0])


@pytest.mark.parametrize("name", ("text-gumbel", "seqgan"))
def test_the_page_is_told_strings_as_code_points(name):
    run = Run(Trainer(small(name, data="names:locale=de", batch_size=8)))
    try:
        wants = ["near", "ends", "strip", "plane", "walk", "reals"] if name == "text-gumbel" else ["near", "ends", "strip", "walk"]
        told = unpack(Exploring().answer(run, {"do": "open", "turn": 1, "wants": wants, "axes": [0, 1]}))
        arrays = told["arrays"]
        assert told.get("refused") is None and told["kind"] == "text" and told["directed"] == (name == "text-gumbel")
        assert arrays["strip"].shape == (9, run.trainer.data.length) and arrays["strip"].dtype == np.uint32
        assert ("ends" in arrays) == (name == "text-gumbel") and arrays["near"].shape[0] == 5
    finally:
        run.close()


def test_the_command_line_prints_the_way_and_the_directions(tmp_path, capsys):
    of("text-gumbel").save(tmp_path / "run")
    assert main(["explore", str(tmp_path / "run"), "--sample", "3", "--to", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("from sample 3 to sample 4") and lines[1].startswith("  ") and "direction 8" in lines[-3]
    assert main(["explore", str(tmp_path / "run"), "--out", "x.png"]) == 2
    assert "printed" in capsys.readouterr().err
    of("seqgan").save(tmp_path / "lstm")
    assert main(["explore", str(tmp_path / "lstm")]) == 0
    assert "direction" not in capsys.readouterr().out


# -- a text that is dropped ------------------------------------------------------------------------------------------

def dropped(name, content, uploads=None):
    """What a page is told of a file that was dropped."""
    uploads = uploads or Uploads()
    uploads.answer({"do": "begin", "files": [[name, len(content)]]})
    uploads.answer({"do": "part", "data": base64.b64encode(content).decode()})
    return json.loads(json.dumps(uploads.answer({"do": "check", "size": 32})))


def test_a_text_that_was_dropped_is_trained_on_while_the_page_is_open():
    own._recent.clear()
    uploads = Uploads()
    told = dropped("mine.txt", WORDS, uploads)
    assert told["count"] == 80 and "bal" in told["strings"] and told["length"] == 32
    run = Run(Trainer(recipe("gan")))
    try:
        choose_own(run, {"content": told["content"], "length": told["length"]})
        spec = run.config.data
        assert run.trainer.data.kind == "text" and spec.startswith("path:,") and len(run.trainer.data.known) == 80
        run.step(2)
    finally:
        run.close()
    uploads.close()
    del run
    with pytest.raises(PlaygroundError, match="not here"), own.from_memory_only():
        dataset("path:,content=t" + "0" * 31)
    with pytest.raises(PlaygroundError, match="only while that page is open"):
        dataset("path:,content=t" + "0" * 31)


@pytest.mark.parametrize("name, content, words", (
    ("song.mp3", b"\0\1\2" * 500, "no text in UTF-8"), ("a.txt", b"a" * MOST_BYTES, "repeats one character"),
    ("b.txt", b"b\n" * 500, "repeats one character"), ("c.txt", b"", "makes 0 different"),
    ("d.txt", b"long " * (MOST_BYTES // 5 + 1), "larger than"), ("e.png", b"no picture", "0 pictures"),
    ("\x1b[31m.bin", b"\xff\xfe" * 300, "no text")))
def test_what_is_no_text_to_learn_from_is_refused_in_a_sentence(name, content, words):
    told = dropped(name, content)
    assert words in told["refused"] and "\n" not in told["refused"] and "\x1b" not in told["refused"]


def test_long_words_are_cut_and_short_ones_are_not():
    assert cut("abcdefghij klm", 6) == ["abcdef", "ghij", "klm"]
    assert cut("ab " * 3 + "x" * 13, 6) == ["ab ab", "ab", "xxxxxx", "xxxxxx", "x"]
