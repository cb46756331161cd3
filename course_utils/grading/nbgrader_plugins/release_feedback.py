"""`nbgrader release_feedback`, also for a class of which some did not hand in through the exchange."""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from course_utils.grading.course import matching


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]  # nbgrader has no types
    """Releases feedback to those who handed in through the exchange, and names the others; in ExchangeFactory.

    nbgrader's own ends at the first student who did not, before the feedback of those that follow.
    """

    src_path: str  # where feedback lies, with a star for the student

    def copy_files(self) -> None:
        """Put the pages where only the student each is for finds it."""
        others = []
        for folder in map(Path, sorted(matching(self.src_path))):
            if all((folder / name).is_file() for name in ("timestamp.txt", "submission_secret.txt")):
                self.src_path = glob.escape(str(folder))
                super().copy_files()
            else:
                others.append(folder.parent.name)
        if others:
            self.log.warning("Not handed in through the exchange; send them their pages: %s", "; ".join(others))
