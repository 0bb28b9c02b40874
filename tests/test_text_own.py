"""A text file of one's own: what is taken, and a clear sentence where it cannot be learned from."""

import json
import subprocess
import sys

import pytest

from playground import PlaygroundError, Trainer, recipe
from playground.data import dataset, own
from playground.data.written import MOST_BYTES, cut

WORDS = [f"{a}{b}{c}" for a in "bdgk" for b in "aeiou" for c in "lmnr"]


@pytest.fixture(autouse=True)
def nothing_held():
    own._recent.clear()
    own._held.clear()


@pytest.fixture
def listed(tmp_path):
    (tmp_path / "list.txt").write_text("\n".join(WORDS), "utf-8")
    return tmp_path / "list.txt"


def small_run(spec):
    return recipe("text-gumbel", data=spec, generator_width=4, discriminator_width=4, batch_size=8, latent_dim=4, device="cpu")


def test_each_line_of_a_list_is_a_string_and_prose_is_cut_where_words_end():
    assert cut("Zoë\n\n  Jean  Luc \nAda\r\n", 8) == ["Zoë", "Jean Luc", "Ada"]
    assert cut("one two three\nfour five", 8) == ["one two", "three", "four", "five"]
    assert cut("ab\n" * 20 + "far too long a line", 8) == ["ab"] * 20


def test_a_text_is_trained_on_and_known_by_its_fingerprint(listed, tmp_path):
    data = dataset(f"path:{listed}")
    assert data.kind == "text" and data.shape == (14, 6) and set(data.listed) == set(WORDS)
    assert dataset(data.spec).spec == data.spec and ",content=t" in data.spec
    trainer = Trainer(small_run(data.spec))
    trainer.run(steps=2)
    trainer.save(tmp_path / "run")
    assert Trainer.load(tmp_path / "run").step == 2
    with own.from_memory_only():
        assert dataset(data.spec).shape == data.shape, "somebody holds it"
    own._recent.clear()
    own._held.clear()
    with own.from_memory_only(), pytest.raises(PlaygroundError, match="not here"):
        dataset(data.spec)
    listed.write_text("\n".join(reversed(WORDS)) + "\nnew", "utf-8")
    with pytest.raises(PlaygroundError, match="not as it was"):
        dataset(data.spec)
    listed.unlink()
    with pytest.raises(PlaygroundError, match="not there any more"):
        Trainer.load(tmp_path / "run")


@pytest.mark.parametrize("content, words", [
    (b"\x89PNG\r\n\x1a\n\0\0\0", "no text in UTF-8"), ("\n".join(WORDS).encode("utf-16"), "no text in UTF-8"),
    (b"a" * 5000, "repeats one character, “a”"), (b"a a\naa\n" * 500, "repeats one character"),
    (b"", "makes 0 different strings"),
    (b"too short", "makes 1 different strings"), (b"again\n" * 500, "makes 1 different"),
    (b"ab\n" * (MOST_BYTES // 3 + 1), "larger than"),
    ("\n".join(chr(0x4E00 + i) * 2 for i in range(300)).encode(), "300 different characters")])
def test_what_cannot_be_learned_from_is_refused_in_a_sentence(content, words, tmp_path):
    (tmp_path / "it.txt").write_bytes(content)
    with pytest.raises(PlaygroundError, match=words) as refused:
        dataset(f"path:{tmp_path}/it.txt")
    assert "it.txt" in str(refused.value) and "\n" not in str(refused.value)


def test_the_command_lists_what_was_taken(listed):
    command = [sys.executable, "-m", "playground", "data", f"path:{listed}"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0 and said.stdout.startswith("80 strings of up to 6 characters") and "bal" in said.stdout
    found = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True).stdout)
    assert found["strings"] == 80 and found["alphabet"] == "·abdegiklmnoru"
