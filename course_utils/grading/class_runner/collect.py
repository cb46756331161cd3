"""`course-collect`: from a learning platform's download into submitted/, in one step."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin
from sqlalchemy.exc import SQLAlchemyError

from course_utils.errors import PlainError
from course_utils.grading.nbgrader_plugins.zip_collect import Collector
from course_utils.grading.submission.archives import Archive, BadArchive, BadMember, Member
from course_utils.grading.submission.collected import counted, report, roster
from course_utils.grading.submission.names import composed, fault_of_student
from course_utils.grading.submission.zips import Class, Found, Pattern, plan
from course_utils.grading.tables import USUAL, columns

_OF_THE_TEACHER = ("timestamp.txt", "submission_secret.txt")
"""What stays when a submission is taken anew: when it was handed in, as the teacher or the exchange wrote it."""

_ABOUT_THE_FILE = (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EINVAL, errno.EILSEQ)

_BAD_VALUES = (TypeError, ValueError, RecursionError)
"""What YAML or a list of people in it may raise that is not as it should be."""


class CannotCollect(PlainError):
    """Nothing more can be collected; the message says why."""


def collect(
    app: NbGrader, assignment: str, paths: Sequence[Path], *, update: bool, dry_run: bool, most: int = USUAL
) -> tuple[str, bool]:
    """Collect an assignment from archives.

    Args:
        app: nbgrader, with the configuration of the course.
        assignment: such as `03_lstm`.
        paths: of the zips.
        update: whether what was collected before is replaced, where it differs.
        dry_run: whether nothing is kept, but all is said.
        most: the columns of the terminal.

    Returns:
        what the teacher reads, and whether every archive could be read and somebody was found.

    Raises:
        CannotCollect: there is no such assignment, or submitted/ cannot be written.
    """
    course = app.coursedir
    _check(course, assignment)
    people = roster(course)
    bad: list[str] = []
    with ExitStack() as stack:
        archives: dict[str, Archive] = {}
        for path in paths:
            try:
                archives[_new(_stem(path), archives)] = stack.enter_context(Archive(path))
            except BadArchive as error:
                bad.append(str(error))
        found = [
            Found(name, member.name, member.size, member.time, member)
            for name, archive in archives.items()
            for member in archive.members
        ]
        submitters = {name: _submitters(archive, set(people.ids)) for name, archive in archives.items()}
        known = Class(assignment, set(people.ids), _pattern(app, assignment), submitters)
        planned = plan(found, known, lambda one, other: _digest(archives, one) == _digest(archives, other))
        skipped = [(each.name, why) for each, why in planned.skipped]
        skipped += [each for archive in archives.values() for each in archive.skipped]
        said: dict[str, list[str]] = {}
        with _staging(course, keep=not dry_run) as staging:
            for student, files in planned.students.items():
                target = Path(course.format_path(course.submitted_directory, student, assignment))
                _unpack(archives, files, staging, skipped)
                if count := sum(path.is_file() for path in staging.rglob("*")):
                    came = _keep(staging, target, update=update, dry_run=dry_run)
                    said[student] = [counted(count), came]
    absent = [
        student
        for student in people.ids
        if student not in said
        and not Path(course.format_path(course.submitted_directory, student, assignment)).is_dir()
    ]
    lines = [report(said, skipped, absent, people, most), *bad]
    if dry_run:
        lines.append("This was a dry run: nothing was kept.")
    return "\n".join(lines), bool(said) and not bad


def _check(course: CourseDirectory, assignment: str) -> None:
    places = [
        Path(course.format_path(step, ".", assignment)) for step in (course.source_directory, course.release_directory)
    ]
    if fault_of_student(assignment) or not any(place.is_dir() for place in places):
        folder = Path(course.format_path(course.source_directory, ".", "x")).parent
        names = ", ".join(sorted(each.name for each in folder.iterdir() if each.is_dir())) if folder.is_dir() else ""
        raise CannotCollect(f"there is no assignment {assignment!r} in {folder}; there is: {names or 'none'}")


def _stem(path: Path) -> str:
    return composed(path.stem if path.suffix.casefold() == ".zip" else path.name)


def _new(name: str, taken: Mapping[str, object]) -> str:
    """The name, with something behind it as long as another archive has it."""
    while name in taken:
        name += "_"
    return name


def _pattern(app: NbGrader, assignment: str) -> Pattern | None:
    """The teacher's own pattern for names, if there is one."""
    own = {FileNameCollectorPlugin.__name__, Collector.__name__} & app.config.keys()
    if not any("named_regexp" in app.config[name] for name in own):
        return None
    collector = Collector(config=app.config)
    try:
        re.compile(collector.named_regexp)
    except re.error as error:
        raise CannotCollect(f"named_regexp in nbgrader_config.py is no pattern: {error}") from error
    folder = f"{app.coursedir.root}/downloaded/{assignment}/extracted"
    return lambda archive, name: collector.groups(f"{folder}/{archive}/{name}")


def _submitters(archive: Archive, known: set[str]) -> dict[str, list[str]]:
    """Of Gradescope's folders, who handed them in: by the id that the gradebook knows, else by name."""
    found: dict[str, list[str]] = {}
    for member in archive.members:
        # Not in a folder submission_1: a student would say there whose it is.
        if re.fullmatch(r"((?!submission_\d+/)[^/]+/)?submission_metadata\.yml", member.name):
            with contextlib.suppress(BadMember, yaml.YAMLError, LookupError, AttributeError, *_BAD_VALUES):
                for folder, told in yaml.safe_load(b"".join(archive.read(member))).items():
                    people = [_submitter(each, known) for each in told[":submitters"]]
                    found[str(folder)] = [composed(each) for each in people if each]
    return {folder: people for folder, people in found.items() if people}


def _submitter(person: Mapping[str, Any], known: set[str]) -> str:
    ids = [str(person.get(key) or "") for key in (":sid", ":email", ":name")]
    return next((each for each in ids if each in known), ids[-1] or ids[1])


def _digest(archives: Mapping[str, Archive], found: Found) -> bytes | str:
    """The hash of a file's contents; of one that cannot be read its own name, like no other's."""
    digest = hashlib.sha256()
    try:
        for chunk in archives[found.archive].read(_member(found)):
            digest.update(chunk)
    except BadMember:
        return found.name
    return digest.digest()


def _member(found: Found) -> Member:
    assert isinstance(found.key, Member)
    return found.key


@contextlib.contextmanager
def _staging(course: CourseDirectory, *, keep: bool) -> Iterator[Path]:
    """A folder in which a submission is unpacked; what is kept is moved from there, whole."""
    above = Path(course.format_path(course.submitted_directory, "x", "x")).parent.parent if keep else None
    try:
        if above:
            above.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".collecting-", dir=above) as folder:
            yield Path(folder) / "submission"
    except OSError as error:
        raise CannotCollect(f"{above or tempfile.gettempdir()} cannot be written: {error.strerror}") from error


def _unpack(
    archives: Mapping[str, Archive], files: Mapping[str, Found], folder: Path, skipped: list[tuple[str, str]]
) -> None:
    """Write a student's files into an empty folder; one that cannot be written or read is skipped."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, found in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.writelines(archives[found.archive].read(_member(found)))
        except BadMember as error:
            path.unlink()
            skipped.append((found.name, str(error)))
        except OSError as error:
            if error.errno not in _ABOUT_THE_FILE:
                raise
            skipped.append((found.name, f"it cannot be written: {error.strerror}"))
        else:
            if found.time is not None:
                os.utime(path, (found.time, found.time))


def _keep(staging: Path, target: Path, *, update: bool, dry_run: bool) -> str:
    """Put what was unpacked into its place; what came of it."""
    if not os.path.lexists(target):
        if not dry_run:
            target.parent.mkdir(parents=True, exist_ok=True)
            staging.rename(target)
        return "collected"
    if _alike(staging, target):
        return "as collected before"
    if not update:
        return "collected before, and other than this: --update takes this"
    if not dry_run:
        for name in _OF_THE_TEACHER:
            if (target / name).is_file() and not (staging / name).exists():
                shutil.copy2(target / name, staging / name)
        before = staging.with_name("before")
        target.rename(before)
        staging.rename(target)
        shutil.rmtree(before)
    return "updated"


def _alike(one: Path, other: Path) -> bool:
    """Whether two submissions are the same, apart from the files that hold their times."""
    files = [
        {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if path.is_file() and path.relative_to(folder).parts[0] not in _OF_THE_TEACHER
        }
        for folder in (one, other)
    ]
    return files[0] == files[1] and not any(filecmp.cmpfiles(one, other, files[0], shallow=False)[1:])


def run(assignment: str, paths: Sequence[Path], *, update: bool, dry_run: bool) -> int:
    """Collect an assignment of the course in this folder, and print what came of it; returns the exit status.

    Raises:
        CannotCollect: nothing more can be collected.
    """
    paths = [path.absolute() for path in paths]
    app = NbGrader()
    app.initialize([])
    try:
        text, fine = collect(app, assignment, paths, update=update, dry_run=dry_run, most=columns())
    except (OSError, SQLAlchemyError) as error:
        raise CannotCollect(str(error).partition("\n")[0]) from None
    print(text)
    return 0 if fine else 1
