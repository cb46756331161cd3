"""What people hand in: ways to spoil, misplace and rename a right notebook, each with the result that it must get."""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[2] / "cases"
NOTEBOOK = "03_lstm.ipynb"
STEP = "lstm-step-answer"
WORDS = "lstm-four-blocks-answer"
OWN_WORDS = "Three gates decide what is kept, written and shown; the fourth block is what could be written."

Notebook = dict[str, Any]
Make = Callable[[Notebook, Path], "Notebook | bytes | None"]


@dataclass(frozen=True)
class Person:
    """What somebody hands in, and the result that it must get.

    Attributes:
        make: changes a right notebook, and may put other files into the folder; its result is handed in.
        score: the points that are not given by hand.
        waits: whether the answer in words must be graded by hand; if not, it has 0 points.
        note: the note that the teacher reads; empty if there is none.
    """

    make: Make
    score: float = 14
    waits: bool = True
    note: str = ""


PEOPLE: dict[str, Person] = {}


def person(note: str = "", score: float = 14, waits: bool = True) -> Callable[[Make], Make]:
    def add(make: Make) -> Make:
        PEOPLE[make.__name__.replace("_", "-")] = Person(make, score, waits, note)
        return make

    return add


def right() -> Notebook:
    """A notebook with right answers to everything, in today's release."""
    notebook: Notebook = json.loads((CASES / "copy1" / "03_lstm-Copy1.ipynb").read_text())
    released = {each["id"]: each for each in untouched()["cells"]}
    for each in notebook["cells"]:
        if not each["metadata"].get("nbgrader", {}).get("solution"):
            each["source"] = released[each["id"]]["source"]
    return notebook


def untouched() -> Notebook:
    """The notebook as it was released."""
    notebook: Notebook = json.loads((CASES.parents[1] / "exercises" / "03_lstm" / NOTEBOOK).read_text())
    return notebook


def place(notebook: Notebook, grade_id: str) -> int:
    return next(number for number, each in enumerate(notebook["cells"]) if each.get("id") == grade_id)


def cell(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    found: dict[str, Any] = notebook["cells"][place(notebook, grade_id)]
    return found


def source(notebook: Notebook, grade_id: str) -> str:
    return "".join(cell(notebook, grade_id)["source"])


def code(words: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": words}


def text(words: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": words}


def open_again(notebook: Notebook, grade_id: str) -> str:
    """Put the stub back, and return the answer that was there."""
    answer = source(notebook, grade_id)
    cell(notebook, grade_id)["source"] = source(untouched(), grade_id)
    return answer


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return buffer.getvalue()


def as_bytes(notebook: Any) -> bytes:
    return json.dumps(notebook).encode()


# Which notebook


@person("03_lstm.ipynb was not handed in; taken for it was: 03_lstm.json.")
def saved_as_json(notebook: Notebook, folder: Path) -> None:
    (folder / "03_lstm.json").write_bytes(as_bytes(notebook))


@person()
def in_a_zip(notebook: Notebook, folder: Path) -> None:
    (folder / "abgabe.zip").write_bytes(
        zipped({NOTEBOOK: as_bytes(notebook), "__MACOSX/._03_lstm.ipynb": b"\0\5\x16\7"})
    )


@person("taken for it was: abgabe.zip/work/03_lstm.ipynb")
def in_a_folder_in_a_zip(notebook: Notebook, folder: Path) -> None:
    answer = cell(notebook, STEP)["source"]
    cell(notebook, STEP)["source"] = "from mine import step"
    files = {"work/03_lstm.ipynb": as_bytes(notebook), "work/mine.py": "".join(answer).encode()}
    (folder / "abgabe.zip").write_bytes(zipped(files))


@person("is a zip archive; taken for it was")
def a_zip_that_is_called_a_notebook(notebook: Notebook, folder: Path) -> bytes:
    return zipped({"03_lstm (2).ipynb": as_bytes(notebook)})


@person()
def from_the_contents_api(notebook: Notebook, folder: Path) -> Notebook:
    return {"name": NOTEBOOK, "type": "notebook", "format": "json", "content": notebook}


@person()
def one_level_down(notebook: Notebook, folder: Path) -> Notebook:
    return {"notebook": notebook}


@person("does not say that it is nbformat 4")
def a_bare_list_of_cells(notebook: Notebook, folder: Path) -> bytes:
    return as_bytes(notebook["cells"])


@person("03_lstm.ipynb was not handed in; taken for it was: 03_lstm (1).ipynb.")
def a_resource_fork_first(notebook: Notebook, folder: Path) -> None:
    (folder / "._03_lstm.ipynb").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X" + b"\0" * 200)
    (folder / "03_lstm (1).ipynb").write_bytes(as_bytes(notebook))


@person("Several notebooks have answers: taken was 03_lstm (1).ipynb")
def cut_off_and_sent_again(notebook: Notebook, folder: Path) -> bytes:
    (folder / "03_lstm (1).ipynb").write_bytes(as_bytes(notebook))
    whole = as_bytes(notebook)
    return whole[: whole.index(b"def cell_states")]


@person("is an HTML page; taken for it was: 03_lstm(1).ipynb.")
def the_page_of_a_login(notebook: Notebook, folder: Path) -> bytes:
    (folder / "03_lstm(1).ipynb").write_bytes(as_bytes(notebook))
    return b"<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"


@person("taken for it was: work/03_lstm.ipynb.")
def one_folder_down(notebook: Notebook, folder: Path) -> None:
    (folder / "work").mkdir()
    (folder / "work" / NOTEBOOK).write_bytes(as_bytes(notebook))
    (folder / "work" / "mine.py").write_text(source(notebook, STEP))
    cell(notebook, STEP)["source"] = "from mine import step"
    (folder / "work" / NOTEBOOK).write_bytes(as_bytes(notebook))


@person("handed in was: 03_lstm.py (Python code)", 0, False)
def only_a_script(notebook: Notebook, folder: Path) -> None:
    (folder / "03_lstm.py").write_text(source(notebook, STEP))


@person("What was handed in is a PDF, and no notebook.", 0, False)
def a_pdf(notebook: Notebook, folder: Path) -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@person("Nothing could be read: the file is empty.", 0, False)
def nothing_in_it(notebook: Notebook, folder: Path) -> bytes:
    return b""


@person("03_lstm.ipynb has fewer answers; taken for it was: 03_lstm.json.")
def untouched_beside_json(notebook: Notebook, folder: Path) -> Notebook:
    (folder / "03_lstm.json").write_bytes(as_bytes(notebook))
    return untouched()


@person("Other notebooks that were handed in, and were not read: 04_gru.ipynb.")
def another_assignment_too(notebook: Notebook, folder: Path) -> Notebook:
    (folder / "04_gru.ipynb").write_bytes(as_bytes({"nbformat": 4, "cells": [code("def other():\n    pass")]}))
    return notebook


# Nothing that somebody wrote is lost


@person("Added to, though not to be edited; what was added stands in a cell of its own: lstm-step-check.")
def a_helper_above_the_check(notebook: Notebook, folder: Path) -> Notebook:
    cell(notebook, STEP)["source"] = source(notebook, STEP).replace("def step(", "def unused(")
    helper = (
        source(right(), STEP).replace("def step(", "def _step(") + "\n\ndef step(*given):\n    return _step(*given)\n"
    )
    cell(notebook, "lstm-step-check")["source"] = helper + 'check("lstm/step")'
    return notebook


@person("Unanswered, but another cell has the function: lstm-step-answer.")
def an_answer_in_the_check(notebook: Notebook, folder: Path) -> Notebook:
    answer = open_again(notebook, STEP)
    cell(notebook, "lstm-step-check")["source"] = answer + '\ncheck("lstm/step")'
    return notebook


@person("Unanswered, but another cell has the function: lstm-step-answer.")
def an_answer_below_its_check(notebook: Notebook, folder: Path) -> Notebook:
    answer = open_again(notebook, STEP)
    notebook["cells"].insert(place(notebook, "lstm-step-check") + 1, code(answer))
    return notebook


@person()
def a_helper_below(notebook: Notebook, folder: Path) -> Notebook:
    answer = source(notebook, STEP).replace("def step(", "def _step(")
    cell(notebook, STEP)["source"] = "def step(*given):\n    return _step(*given)"
    notebook["cells"].append(code(answer))
    return notebook


@person("Added to, though not to be edited; what was added stands in a cell of its own: setup.")
def an_import_made_longer(notebook: Notebook, folder: Path) -> Notebook:
    setup = source(notebook, "setup").replace("from torch import nn", "from torch import nn, sigmoid as squash")
    cell(notebook, "setup")["source"] = setup + "\nTWO = len(nn.Linear(1, 1).state_dict())"
    answer = source(notebook, STEP).replace("def step(", "def _step(")
    cell(notebook, STEP)["source"] = answer + "\n\ndef step(*given):\n    squash, TWO\n    return _step(*given)"
    return notebook


@person()
def all_in_one_without_metadata(notebook: Notebook, folder: Path) -> Notebook:
    words = "\n\n".join("".join(each["source"]) for each in notebook["cells"] if each["cell_type"] == "code")
    return notebook | {"cells": [code(words), text(OWN_WORDS)]}


@person(waits=False)
def all_in_the_last_check(notebook: Notebook, folder: Path) -> Notebook:
    answers = [each for each in notebook["cells"] if each["id"].endswith("-answer") and each["cell_type"] == "code"]
    words = ["".join(each["source"]) for each in answers]
    check = copy.deepcopy(cell(notebook, "lstm-encoder-to-decoder-check"))
    check["source"] = "\n\n".join([*words, 'check("lstm/encoder-to-decoder")'])
    return notebook | {"cells": [check]}


@person()
def timed_checks(notebook: Notebook, folder: Path) -> Notebook:
    for each in notebook["cells"]:
        if each["id"].endswith("-check"):
            each["source"] = "%%time\n" + "".join(each["source"])
    return notebook


@person()
def ends_of_lines_of_windows(notebook: Notebook, folder: Path) -> Notebook:
    for each in notebook["cells"]:
        each["source"] = "".join(each["source"]).replace("\n", "\r\n")
    return notebook


@person()
def ends_of_lines_of_an_old_mac(notebook: Notebook, folder: Path) -> Notebook:
    for each in notebook["cells"]:
        each["source"] = "".join(each["source"]).replace("\n", "\r")
    return notebook


@person(waits=False)
def a_stub_with_ends_of_lines_of_windows(notebook: Notebook, folder: Path) -> Notebook:
    cell(notebook, WORDS)["source"] = "#%% md\r\nYOUR ANSWER HERE\r\n"
    return notebook


@person()
def cells_of_vs_code(notebook: Notebook, folder: Path) -> Notebook:
    for each in notebook["cells"]:
        mark = "# %%" if each["cell_type"] == "code" else "# %% [markdown]"
        each["source"] = f"{mark}\n" + "".join(each["source"])
    return notebook


@person("words of the learner's own stand beside it, to be read: lstm-four-blocks-answer.")
def words_above(notebook: Notebook, folder: Path) -> Notebook:
    open_again(notebook, WORDS)
    notebook["cells"].insert(place(notebook, WORDS), text(OWN_WORDS))
    return notebook


@person("words of the learner's own stand beside it, to be read: lstm-four-blocks-answer.")
def words_in_a_cell_for_code(notebook: Notebook, folder: Path) -> Notebook:
    open_again(notebook, WORDS)
    notebook["cells"].insert(place(notebook, WORDS) + 1, code(OWN_WORDS))
    return notebook


@person("words of the learner's own stand beside it, to be read: lstm-four-blocks-answer.")
def words_below_the_question(notebook: Notebook, folder: Path) -> Notebook:
    open_again(notebook, WORDS)
    cell(notebook, "lstm-four-blocks")["source"].append("\n\n" + OWN_WORDS)
    return notebook


@person(waits=False)
def code_beside_the_words(notebook: Notebook, folder: Path) -> Notebook:
    open_again(notebook, WORDS)
    notebook["cells"].insert(place(notebook, WORDS) + 1, code("print(1 + 1)"))
    return notebook


@person()
def outputs_of_60_megabytes(notebook: Notebook, folder: Path) -> Notebook:
    output = {"output_type": "stream", "name": "stdout", "text": ["epoch 1 loss 0.1\n" * 10] * 330_000}
    cell(notebook, "setup")["outputs"] = [output]
    return notebook


# Files beside it


@person()
def a_module_beside(notebook: Notebook, folder: Path) -> Notebook:
    (folder / "mygates.py").write_text(source(notebook, STEP))
    cell(notebook, STEP)["source"] = "from mygates import step"
    return notebook


@person()
def data_beside(notebook: Notebook, folder: Path) -> Notebook:
    (folder / "daten").mkdir()
    (folder / "daten" / "schritt 1.txt").write_text(source(notebook, STEP))
    cell(notebook, STEP)["source"] = "exec(open('daten/schritt 1.txt').read())"
    return notebook


@person("Handed in beside the notebook, and not there while grading: random.py.")
def a_module_of_pythons(notebook: Notebook, folder: Path) -> Notebook:
    (folder / "random.py").write_text("raise ImportError('this is my own')")
    answer = "import random\nrandom.random()\n" + source(notebook, STEP)
    cell(notebook, STEP)["source"] = answer
    return notebook


@person("Handed in beside the notebook, and not there while grading: mnist.bin.")
def more_than_there_is_room_for(notebook: Notebook, folder: Path) -> Notebook:
    with (folder / "mnist.bin").open("wb") as file:
        os.truncate(file.fileno(), 60_000_000)
    (folder / "small.txt").write_text("small")
    cell(notebook, STEP)["source"] = "assert open('small.txt').read() == 'small'\n" + source(notebook, STEP)
    return notebook


def hand_in(name: str, folder: Path) -> None:
    """Put what a person hands in into a folder."""
    folder.mkdir(parents=True)
    made = PEOPLE[name].make(right(), folder)
    if made is not None:
        (folder / NOTEBOOK).write_bytes(made if isinstance(made, bytes) else as_bytes(made))
