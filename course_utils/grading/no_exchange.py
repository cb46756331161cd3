"""Students who cannot reach nbgrader's exchange: their work comes in a zip, their feedback goes back by hand."""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Unicode

# In a zip, the student is the first folder, or what Moodle or Canvas put before the name of the file:
#   Zoë Ng_4711_assignsubmission_file/03_lstm.ipynb    Zoë Ng_4711_assignsubmission_file_03_lstm.ipynb    (Moodle)
#   ngzoe_4711_8150_03_lstm.ipynb                      ngzoe_LATE_4711_8150_03_lstm.ipynb                 (Canvas)
#   Zoë Ng/03_lstm.ipynb
# Names further down are the student's own making, and say nothing.
_IN_A_ZIP = (
    r".*?/extracted/[^/]+/(?P<student_id>[^/]+?)"
    r"(?:_\d+_assignsubmission_[a-z]+[_/]|(?:_LATE)?_\d+_\d+_(?!.*/)|/)"
    r"(?P<file_id>.+)"
)


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Collects every file of a zip, also what is no notebook: whoever handed in anything is graded; in ZipCollectApp.

    Another platform's names: `c.FileNameCollectorPlugin.named_regexp`, with the groups `student_id` and `file_id`.
    """

    named_regexp = Unicode(_IN_A_ZIP, help=FileNameCollectorPlugin.named_regexp.help).tag(config=True)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose this file is; None if its name does not tell."""
        whose: dict[str, str] | None = self._match(submitted_file)
        return whose


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
