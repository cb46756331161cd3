"""`nbgrader zip_collect`: what a learning platform hands out in a zip, unpacked and sorted by student."""

from __future__ import annotations

import errno
import filecmp
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from course_utils.grading.submission.archives import Archive, BadArchive, BadMember
from course_utils.grading.submission.collected import counted, report, roster
from course_utils.grading.submission.names import fault_of_file, fault_of_student
from course_utils.grading.submission.zips import Class, Found, plan
from course_utils.grading.words import one_line

if TYPE_CHECKING:
    from nbgrader.apps.zipcollectapp import ZipCollectApp


class Extractor(ExtractorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Unpacks a download, one level deep, and skips what a zip should not hold; in ZipCollectApp.

    nbgrader's own ends at the first name with a `\\`, and unpacks whatever there is, however large.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack each zip in archive/ into a folder of its name; other files are copied."""
        for path in sorted(each for each in Path(archive_path).rglob("*") if each.is_file()):
            target = Path(extracted_path) / path.parent.relative_to(archive_path)
            if path.suffix.casefold() != ".zip":
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target / path.name)
                continue
            try:
                with Archive(path) as archive:
                    self._unpack(archive, target / path.stem)
            except BadArchive as error:
                self.log.error("%s", one_line(str(error)))

    def _unpack(self, archive: Archive, folder: Path) -> None:
        skipped = list(archive.skipped)
        folder.mkdir(parents=True, exist_ok=True)
        for member in archive.members:
            fault = fault_of_file(member.name)
            path = folder / member.name
            try:
                if not fault:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with path.open("wb") as file:
                        file.writelines(archive.read(member))
            except BadMember as error:
                path.unlink()
                fault = str(error)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise
                fault = f"it cannot be written: {error.strerror}"
            if fault:
                skipped.append((member.name, fault))
            else:
                os.utime(path, (member.time or 0, member.time or 0))
        for name, why in skipped:
            self.log.warning("Skipped, because %s: %s", why, one_line(name))


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no types
    """Collects every file of a zip, also what is no notebook: whoever handed in anything is graded; in ZipCollectApp.

    Another platform's names: `c.FileNameCollectorPlugin.named_regexp`, with the groups `student_id` and `file_id`.
    """

    _whose: dict[str, dict[str, str]] | None = None  # by path

    def groups(self, path: str) -> dict[str, str] | None:
        """What the teacher's own pattern finds in a path."""
        match = re.match(self.named_regexp, path)
        return match.groupdict() if match else None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose this file is; None if its name does not tell, or would lead out of their folder."""
        if not self.named_regexp:
            if self._whose is None:
                self._whose = self._look_around(self.parent)
            return self._whose.get(submitted_file)
        whose: dict[str, str] | None = self._match(submitted_file)
        if not whose or not {"student_id", "file_id"} <= whose.keys():  # nbgrader says what the pattern lacks
            return whose
        if fault := fault_of_student(whose["student_id"] or "") or fault_of_file(whose["file_id"] or ""):
            self.log.warning("Skipped, because %s: %s", fault, one_line(submitted_file))
            return None
        return whose

    def _look_around(self, app: ZipCollectApp) -> dict[str, dict[str, str]]:
        """Whose all files of the download are: it takes all of them to see which platform made it."""
        folder = Path(app._format_collect_path(app.extracted_directory))
        found = []
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive, *parts = path.relative_to(folder).parts
            name = "/".join(parts or [archive])
            status = path.stat()
            found.append(Found(archive if parts else "", name, status.st_size, status.st_mtime or None, str(path)))
        people = roster(app.coursedir)
        planned = plan(found, Class(app.coursedir.assignment_id, set(people.ids)), _same)
        said = {student: [counted(len(files))] for student, files in planned.students.items()}
        skipped = [(each.name, why) for each, why in planned.skipped]
        absent = [student for student in people.ids if student not in said]
        for line in report(said, skipped, absent, people).splitlines():
            self.log.info("%s", line)
        return {
            str(each.key): {"student_id": student, "file_id": name}
            for student, files in planned.students.items()
            for name, each in files.items()
        }


def _same(one: Found, other: Found) -> bool:
    return filecmp.cmp(str(one.key), str(other.key), shallow=False)
