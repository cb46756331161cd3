"""Students who cannot reach nbgrader's exchange: their work comes in a zip, their feedback goes back by hand."""

from __future__ import annotations

import glob
import os
import unicodedata
from pathlib import Path, PurePosixPath

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

# In a zip, the student is the first folder, or what Moodle or Canvas put before the name of the file:
#   Zoë Ng_4711_assignsubmission_file/03_lstm.ipynb    Zoë Ng_4711_assignsubmission_file_03_lstm.ipynb    (Moodle)
#   Zoë Ng_4711_assignsubmission_file_/03_lstm.ipynb                                                      (Moodle, too)
#   ngzoe_4711_8150_03_lstm.ipynb                      ngzoe_LATE_4711_8150_03_lstm.ipynb                 (Canvas)
#   Zoë Ng/03_lstm.ipynb
# Names further down are the student's own making, and say nothing.
_IN_A_ZIP = (
    r".*?/extracted/[^/]+/(?P<student_id>[^/]+?)"
    r"(?:_\d+_assignsubmission_[a-z]+(?:_?/|_)|(?:_LATE)?_\d+_\d+_(?!.*/)|/)"
    r"(?P<file_id>.+)"
)


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Collects every file of a zip, also what is no notebook: whoever handed in anything is graded; in ZipCollectApp.

    Another platform's names: `c.FileNameCollectorPlugin.named_regexp`, with the groups `student_id` and `file_id`.
    """

    named_regexp = Unicode(_IN_A_ZIP, help=FileNameCollectorPlugin.named_regexp.help).tag(config=True)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose this file is; None, with a warning, if its name does not tell or would lead out of their folder."""
        whose: dict[str, str] | None = self._match(submitted_file)
        if whose and (fault := _fault_of(whose.get("student_id", ""), whose.get("file_id", ""))):
            self.log.warning("Skipped, because %s: %a", fault, submitted_file)
            return None
        return whose


def _fault_of(student: str, file: str) -> str:
    """Why `submitted/STUDENT/ASSIGNMENT/FILE` may not be written; empty if it may, whatever pattern gave the two."""
    if student in ("", ".", "..") or student.startswith("."):
        return "the student's name is empty or begins with a dot"
    if "/" in student or "\\" in student or any(map(_is_unfit, student)):
        return "the student's name holds a character that no name has"
    if len(os.fsencode(student)) > _LONGEST_NAME:
        return f"the student's name is longer than {_LONGEST_NAME} bytes"
    parts = PurePosixPath(file).parts
    if not parts or file.startswith("/") or ".." in parts or "\\" in file or any(map(_is_unfit, file)):
        return "its own name leads out of the student's folder"
    return ""


_LONGEST_NAME = 200  # bytes; a file system allows 255, and others add to a name
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")  # U+202A to U+202E, U+2066 to U+2069


def _is_unfit(character: str) -> bool:
    """Whether no name has it: control characters and marks of direction, which show a name as another one."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in _TURNS


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]  # nbgrader has no types
    """Releases feedback to those who handed in through the exchange, and names the others; in ExchangeFactory.

    nbgrader's own ends at the first student who did not, before the feedback of those that follow.
    """

    src_path: str  # where feedback lies, with a star for the student

    def copy_files(self) -> None:
        """Put the pages where only the student each is for finds it."""
        others = []
        for folder in map(Path, sorted(glob.glob(self.src_path))):  # noqa: PTH207 (as nbgrader globs)
            if all((folder / name).is_file() for name in ("timestamp.txt", "submission_secret.txt")):
                self.src_path = glob.escape(str(folder))
                super().copy_files()
            else:
                others.append(folder.parent.name)
        if others:
            self.log.warning("Not handed in through the exchange; send them their pages: %s", "; ".join(others))
