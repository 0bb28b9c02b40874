"""Bach's chorales, from an installed package that is made here: how a score is read, what key it is in, what is kept."""

import zipfile

import numpy as np
import pytest
import torch

from playground import PlaygroundError
from playground.cli.data import fetch
from playground.data import at_hand, dataset
from playground.data.bach import SILENT, corpus, key, prepare, read, transposed
from playground.data.fetched import OFFERS
from playground.data.music import notes_of

CONTAINER = '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>'


def note(pitch, duration):
    """A note such as "F#4", or a rest, "", of so many quarters at two divisions a quarter."""
    if not pitch:
        return f"<note><rest/><duration>{2 * duration:g}</duration></note>"
    step, alter, octave = pitch[0], {"#": 1, "b": -1}.get(pitch[1], 0), pitch[-1]
    return (f"<note><pitch><step>{step}</step><alter>{alter}</alter><octave>{octave}</octave></pitch>"
            f"<duration>{2 * duration:g}</duration></note>")


def write_score(path, parts, beats=4):
    """A compressed MusicXML file of parts, each a list of bars, each a list of notes (pitch, quarters)."""
    head = f"<attributes><divisions>2</divisions><time><beats>{beats}</beats><beat-type>4</beat-type></time></attributes>"
    bars = ["".join(f"<measure>{head * (i == 0)}{''.join(note(*n) for n in bar)}</measure>" for i, bar in enumerate(part))
            for part in parts]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("score.xml", f"<score-partwise>{''.join(f'<part>{part}</part>' for part in bars)}</score-partwise>")


def chorale(bars=5):
    """An upbeat and bars in D major that end on D."""
    return [[[(high, 1)]] + [[(high, 1.5), (other, 0.5), (high, 2)]] * bars
            for high, other in (("F#5", "G5"), ("A4", "B4"), ("F#4", "E4"), ("D3", "C#3"))]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of the scores in a package music21 that Python finds first, and an empty cache."""
    folder = tmp_path / "site" / "music21" / "corpus" / "bach"
    folder.mkdir(parents=True)
    (tmp_path / "site" / "music21" / "__init__.py").write_text("raise ImportError('it is never imported')")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def test_a_score_is_read_in_eighths_with_its_bars(tmp_path):
    write_score(tmp_path / "a.mxl", chorale(2))
    voices, bars = read(tmp_path / "a.mxl")
    assert voices.shape == (4, 18) and bars == [0, 2, 10]
    assert voices[:, :2].T.tolist() == [[78, 69, 66, 50]] * 2 and voices[:, 5].tolist() == [79, 71, 64, 49]
    assert voices[:, 6].tolist() == [78, 69, 66, 50]


def test_sixteenths_are_passed_over_and_rests_are_silent(tmp_path):
    part = [[("C5", 0.25), ("D5", 0.25), ("E5", 0.5), ("", 1), ("C5", 2)]]
    write_score(tmp_path / "a.mxl", [part] * 4)
    assert read(tmp_path / "a.mxl")[0][0].tolist() == [72, 76, SILENT, SILENT, 72, 72, 72, 72]


def test_what_has_not_four_voices_in_common_time_is_left_out(tmp_path):
    write_score(tmp_path / "three.mxl", chorale()[:3])
    write_score(tmp_path / "waltz.mxl", chorale(), beats=3)
    assert read(tmp_path / "three.mxl") is None and read(tmp_path / "waltz.mxl") is None


@pytest.mark.parametrize("scale, last, expected", [
    ((0, 2, 4, 5, 7, 9, 11), 0, 0), ((2, 4, 6, 7, 9, 11, 1), 2, 2), ((9, 11, 0, 2, 4, 5, 7), 9, 0), ((7, 9, 10, 0, 2, 3, 5), 7, 10)])
def test_the_key_is_that_of_the_last_bass_note(scale, last, expected):
    melody = 60 + np.array([*scale, scale[0], scale[2], scale[4], scale[0]])
    voices = np.stack([melody] * 3 + [np.append(melody[:-1], 36 + last)])
    assert key(voices) == expected
    moved = transposed(voices)
    assert set(moved.flatten() % 12) == {0, 2, 4, 5, 7, 9, 11} and abs(moved - voices).max() <= 6


def test_chorales_are_read_once_kept_and_sung(package, capsys):
    assert corpus() == package and "bach" not in at_hand()
    for name in "ab":
        write_score(package / f"{name}.mxl", chorale())
    told = []
    kept = prepare(lambda done, total: told.append(done / total))
    assert told == [0.5, 1.0] and "bach" in at_hand()
    assert dataset("bach:length=32").starts.tolist() == [0, 2, 10, 42, 44, 52]
    notes = notes_of(dataset("bach").sample(20, torch.Generator().manual_seed(0)))
    assert notes.shape == (20, 4, 32) and set((notes % 12).unique().tolist()) == {0, 2, 4, 5, 7, 9, 11}
    for path in package.iterdir():
        path.unlink()
    assert prepare() == kept, "the package is not needed any more"
    fetch("bach", json=False)
    assert f"{kept}: train chorale --data bach" in capsys.readouterr().out


def test_without_the_package_it_is_said_how_to_get_it(package):
    package.rmdir()
    assert "bach" not in at_hand() and OFFERS["bach"].bytes == 0
    with pytest.raises(PlaygroundError, match="pip install music21, or take the data set chorale-rules"):
        dataset("bach")
