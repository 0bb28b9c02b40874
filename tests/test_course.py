"""The course: every notebook begins alike, is kept bare, and says in Chinese what it says in English."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import notebooks
from bare_notebook import written

from playground import PlaygroundError
from playground.notebook import opening
from playground.notebook.course import check

ENGLISH = {"words": {"id": "words", "cell_type": "markdown", "metadata": {}, "source": ["A step of $h$ is one of 3."]},
           "check": {"id": "check", "cell_type": "code", "metadata": {}, "source": ['check("How many of 3?", ..., 3)']}}
WORDS, QUESTION = "步长 $h$ 是 3 种之一。", '"3 个里有几个？"'


def translation(words=WORDS, question=QUESTION):
    chinese = {"words": ENGLISH["words"] | {"source": [words]},
               "check": ENGLISH["check"] | {"source": [f"check({question}, ..., 3)"]}}
    return notebooks.translated(ENGLISH, chinese)


def test_the_course_is_in_order():
    assert notebooks.all_faults() == [], "`python docs/notebooks.py` says more"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem + path.parent.name[-3:])
def test_a_notebook_is_kept_bare(path):
    text = path.read_text(encoding="utf-8")
    assert text == written(json.loads(text)), "git config filter.bare-notebook.clean 'python3 docs/bare_notebook.py'"


def test_a_translation_has_the_same_code_and_its_own_questions():
    assert notebooks.faults(ENGLISH, translation()) == []
    assert notebooks.source(translation()["check"]) == f"check({QUESTION}, ..., 3)"


def test_what_is_not_translated_is_missed():
    assert notebooks.faults(ENGLISH, notebooks.translated(ENGLISH, {})) == [
        "cell words is to be translated", "cell check is to be translated"]


def test_a_missing_twin_fails_the_check(tmp_path):
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("*.png", "pictures"))
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "playground").symlink_to(ROOT / "playground", target_is_directory=True)
    (tmp_path / "notebooks" / "zh" / "09_music.ipynb").unlink()
    done = subprocess.run([sys.executable, tmp_path / "docs" / "notebooks.py"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["zh/09_music.ipynb: is missing: `python docs/notebooks.py --begin` makes it, to be translated"]


def test_a_change_of_the_english_names_its_cell():
    changed = ENGLISH | {"words": ENGLISH["words"] | {"source": ["A step of $h$ is all of 3."]}}
    assert notebooks.faults(changed, translation()) == ["cell words is to be translated again"]


def test_other_code_is_found_and_set_right():
    changed = ENGLISH | {"check": ENGLISH["check"] | {"source": ['check("How many of 3?", ..., 2 + 1)']}}
    assert notebooks.faults(changed, translation()) == ["cell check has other code"]
    assert notebooks.faults(changed, notebooks.translated(changed, translation())) == []


@pytest.mark.parametrize("kind, slip", [("formulas", {"words": "步长 $k$ 是 3 种之一。"}), ("numbers", {"words": "步长 $h$ 是 4 种之一。"}),
                                        ("numbers", {"question": '"5 个里有几个？"'}), ("headings", {"words": "# 步\n$h$ 3"})])
def test_a_slip_is_found(kind, slip):
    assert [fault.split("has other ")[1] for fault in notebooks.faults(ENGLISH, translation(**slip))] == [kind]


def test_a_self_check_speaks_the_language_of_its_question(capsys):
    check("有几个？", ..., 23)
    check("有几个？", 22, 23)
    check("有几个？", 23, 23)
    said = capsys.readouterr().out
    assert "三个点" in said and "不对，答案是 23" in said and "23: 对！" in said


def test_git_keeps_a_notebook_bare_and_leaves_the_file_alone(tmp_path):
    def git(*words):
        return subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf-8").stdout

    git("init")
    git("config", "filter.bare-notebook.clean", f'"{sys.executable}" "{ROOT / "docs" / "bare_notebook.py"}"')
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    source = ROOT / "notebooks" / "01_first_gan.ipynb"
    (tmp_path / "notebooks").mkdir()
    file = tmp_path / "notebooks" / source.name
    ran = json.loads(source.read_text(encoding="utf-8"))
    for cell in ran["cells"]:
        cell["metadata"]["execution"] = {"iopub.status.busy": "now"}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}], "execution_count": 1}
    file.write_text(json.dumps(ran), encoding="utf-8")
    git("add", "notebooks")
    assert git("show", f":notebooks/{source.name}") == source.read_text(encoding="utf-8")
    assert "xxx" in file.read_text(encoding="utf-8")


# -- the first cell ----------------------------------------------------------------------------------------------------

def first_cell(folder, address=""):
    """What the first cell says in a fresh interpreter that stands in a folder."""
    cell = opening.FIRST_CELL.replace('ADDRESS = ""', f"ADDRESS = {str(address)!r}")
    done = subprocess.run([sys.executable, "-c", f"{cell}\nprint(root)"], cwd=folder, capture_output=True, text=True,
                          env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"})
    return done.stdout.strip() or done.stderr


@pytest.mark.parametrize("folder", ["notebooks", "notebooks/zh", "."])
def test_a_notebook_finds_the_checkout_around_it(folder):
    assert first_cell(ROOT / folder) == str(ROOT)


def test_a_notebook_alone_fetches_the_playground_once(tmp_path):
    far, here = tmp_path / "far" / "gan", tmp_path / "here"
    shutil.copytree(ROOT / "playground", far / "playground", ignore=shutil.ignore_patterns("__pycache__", "trained", "data", "app"))
    shutil.copy(ROOT / "requirements.txt", far)
    here.mkdir()
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for words in (["init"], ["add", "."], [*who, "commit", "-m", "All"]):
        subprocess.run(["git", *words], cwd=far, check=True, capture_output=True)
    assert "write its git address into ADDRESS" in first_cell(here)
    assert first_cell(here, far.as_uri()) == str(here / "gan")
    assert first_cell(here) == str(here / "gan")


def test_what_is_missing_is_pinned_and_torch_stays():
    wanted = opening.wanted(["anywidget"])
    assert wanted[0].startswith("anywidget==") and f"torch=={opening.version('torch')}" in wanted
    assert not {"torch"} & set(opening.NEEDED)
    assert opening.wanted(opening.NEEDED), "every package is pinned in requirements.txt"


def test_what_is_there_is_left_alone(monkeypatch):
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    opening.install_missing("music21")


def test_without_torch_it_says_so(monkeypatch):
    monkeypatch.setattr(opening, "version", lambda name: None)
    with pytest.raises(PlaygroundError, match="PyTorch"):
        opening.install_missing()
