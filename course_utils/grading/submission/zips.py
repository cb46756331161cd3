"""Whose the files of a learning platform's download are, by their names; each file lies in its student's folder, or is
left out with a reason.

What a platform writes was read off its own source, or off public scripts that take its downloads apart; they are named
beside the examples in tests/grading/submission/test_zips.py.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from course_utils.grading.submission.names import composed, fault_of_file, fault_of_student, is_of_a_system

MOST_FILES = 1_000
"""Files of one student; more are left out, notebooks last."""

LARGEST_SUBMISSION = 2_000_000_000
"""Bytes of one student's files; what goes beyond is left out, notebooks last."""

_DAY = r"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:?\d{2} [AP]M"
# Whose a path is, by platform; of several that fit, the first.
_PLATFORMS = {
    "Moodle": (
        r"(?P<student>[^/]+?)(_(?P<number>\d+))?_assignsubmission_[a-z0-9]+(_?/|_)(?P<file>.+)",
        r"(?P<feedback>[^/]+?_assignfeedback_[a-z0-9]+[_/].+)",
    ),
    "Brightspace": (rf"(?P<number>\d+-\d+) - (?P<student>[^/]+?) - (?P<day>{_DAY})(/| - )(?P<file>.+)",),
    "Blackboard": (
        r"(?P<two_parts>[^/]+)_attempt_(?P<attempt>\d{4}(-\d\d){5})_(?P<file>[^/]+)",
        r"(?P<two_parts>[^/]+)_(?P<file>attempt_(?P<attempt>\d{4}(-\d\d){5})\.txt)",
    ),
    "Canvas": (
        r"(LATE_)?(?P<student>anon_[A-Za-z0-9]+)_\d+_(?P<file>[^/]+)",
        r"(?P<student>[^/]+?)(_LATE)?_(?P<number>\d+)_\d+_(?P<file>[^/]+)",
        r"(?P<student>[^/]+?)(_LATE)?_(?P<number>\d+)_(?P<file>(text|link)\.html)",
    ),
    "Gradescope": (r"(?P<submission>submission_\d+)/(?P<file>.+)",),
    "ILIAS": (r"([^/]+ \d+/)?(?P<two_parts>[^/_]+_[^/_]+_[^/]+)_(?P<number>\d+)/(?P<file>.+)",),
    "Teams": (r"(?P<student>[^/]+)/[^/]+/Version (?P<attempt>\d+)/(?P<file>.+)",),
}
_DIGITS = 10  # of the number of an attempt, so that the later one is the larger string
_FOLDER = re.compile(r"(?P<student>[^/]+)/(?P<file>.+)", re.DOTALL)
_COMPILED = {name: [re.compile(each, re.DOTALL) for each in forms] for name, forms in _PLATFORMS.items()}
_INSIDE = re.compile(r"(?P<zip>.+?)\.zip/(?P<rest>.+)", re.DOTALL | re.IGNORECASE)

NOBODY = "its name does not tell whose it is"
OF_A_SYSTEM = "it was made by macOS or Windows, not by a student"
_FEEDBACK = "it is feedback, not handed in"
_TIME = "it would say when this was handed in"
_EARLIER = "it is of an earlier attempt"
_NEWER = "another file of that name is newer"
_LATER = "another file of that name comes later"
_MANY = f"the student has more than {MOST_FILES:,} files"
_LARGE = f"the student's files are larger than {LARGEST_SUBMISSION:,} bytes"
_UNDER_A_FILE = "its folder has the name of a file"

Pattern = Callable[[str, str], Mapping[str, str] | None]
"""What a teacher's own pattern finds in the names of an archive and of a member: `student_id` and `file_id`."""


@dataclass(frozen=True)
class Found:
    """A file of a download.

    Attributes:
        archive: the name of the archive, without `.zip`.
        name: its path in the archive.
        size: bytes.
        time: when it was changed, as seconds; None if nobody knows.
        key: by which the caller knows it.
    """

    archive: str
    name: str
    size: int
    time: float | None
    key: object = field(compare=False)


@dataclass(frozen=True)
class Whose:
    """Whose a file is.

    Attributes:
        student: the id.
        file: the path in the student's folder.
        number: tells students of the same name apart.
        attempt: the later, the larger; empty if nobody knows.
        zip: the folder that stands for the zip it was handed in with.
    """

    student: str
    file: str
    number: str = ""
    attempt: str = ""
    zip: str = ""


@dataclass
class Plan:
    """What is to be collected.

    Attributes:
        students: by student, by path in their folder, the file.
        skipped: what is left out, with the reason.
    """

    students: dict[str, dict[str, Found]] = field(default_factory=dict)
    skipped: list[tuple[Found, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Class:
    """What is known besides the names.

    Attributes:
        assignment: such as `03_lstm`.
        roster: the ids of the class; empty if nobody knows.
        pattern: a teacher's own, in place of those of the platforms.
        submitters: for Gradescope, by archive and folder, who handed in.
    """

    assignment: str
    roster: Collection[str] = ()
    pattern: Pattern | None = None
    submitters: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


def plan(found: Sequence[Found], known: Class, same: Callable[[Found, Found], bool]) -> Plan:
    """Decide for each file whose it is.

    Args:
        found: the files of all archives.
        known: of the class.
        same: whether two files have the same contents.
    """
    made = Plan()
    owned: list[tuple[Whose, Found]] = []
    archives: dict[str, list[Found]] = defaultdict(list)
    for each in found:
        archives[each.archive].append(each)
    for archive, members in archives.items():
        names = [each.name for each in members if not is_of_a_system(each.name)]
        reader = _Reader(archive, names, known)
        for each in members:
            owners = OF_A_SYSTEM if is_of_a_system(each.name) else reader.whose(each.name)
            if isinstance(owners, str):
                made.skipped.append((each, owners))
            else:
                owned += [(whose, each) for whose in owners]
    owned = _unwrapped(_told_apart(owned))
    latest: dict[str, str] = {}
    for whose, _ in owned:
        latest[whose.student] = max(latest.get(whose.student, ""), whose.attempt)
    for whose, each in owned:
        if fault := _fault(whose, by_a_platform=not known.pattern):
            made.skipped.append((each, fault))
        elif whose.attempt and whose.attempt < latest[whose.student]:
            made.skipped.append((each, _EARLIER))
        else:
            _put(made, whose, each, same)
    for student, files in made.students.items():
        made.students[student] = _bounded(files, made.skipped)
    made.students = {student: files for student, files in sorted(made.students.items()) if files}
    return made


def _told_apart(owned: Sequence[tuple[Whose, Found]]) -> list[tuple[Whose, Found]]:
    """Students of the same name keep their numbers, as do all of whom only `Participant` is known."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for whose, _ in owned:
        numbers[whose.student].add(whose.number)
    return [
        (replace(whose, student=f"{whose.student}_{whose.number}"), each)
        if whose.number and len(numbers[whose.student] - {""}) > 1
        else (whose, each)
        for whose, each in owned
    ]


def _unwrapped(owned: Sequence[tuple[Whose, Found]]) -> list[tuple[Whose, Found]]:
    """The files of one who handed in a zip and nothing else lie in their folder, as they lay where they were made."""
    zips: dict[str, set[str]] = defaultdict(set)
    for whose, _ in owned:
        zips[whose.student].add(whose.zip)
    return [
        (replace(whose, file=whose.file.removeprefix(f"{whose.zip}/")), each)
        if whose.zip and len(zips[whose.student]) == 1
        else (whose, each)
        for whose, each in owned
    ]


def _fault(whose: Whose, *, by_a_platform: bool) -> str:
    if fault := fault_of_student(whose.student) or fault_of_file(whose.file):
        return fault
    # nbgrader and the exchange write these two: a learner's would say that late work was in time.
    of_nbgrader = whose.file.casefold() in ("timestamp.txt", "submission_secret.txt")
    return _TIME if of_nbgrader and by_a_platform else ""


def _put(made: Plan, whose: Whose, each: Found, same: Callable[[Found, Found], bool]) -> None:
    """Put a file into its student's folder; of two with the same path one is kept."""
    files = made.students.setdefault(whose.student, {})
    other = files.get(whose.file)
    if other is None:
        files[whose.file] = each
    elif not same(other, each):
        if other.time and each.time and other.time != each.time:
            older, newer = sorted((other, each), key=lambda one: one.time or 0)
            made.skipped.append((older, _NEWER))
        else:
            older, newer = other, each
            made.skipped.append((older, _LATER))
        files[whose.file] = newer


def _bounded(files: Mapping[str, Found], skipped: list[tuple[Found, str]]) -> dict[str, Found]:
    """As many files as a submission may have, the notebooks first; none below another file."""
    kept: dict[str, Found] = {}
    left = LARGEST_SUBMISSION
    for path, each in sorted(files.items(), key=lambda item: (".ipynb" not in item[0].casefold(), item[0])):
        parents = {path[:place] for place in range(len(path)) if path[place] == "/"}
        fault = _UNDER_A_FILE if parents & files.keys() else _MANY if len(kept) >= MOST_FILES else ""
        fault = fault or (_LARGE if each.size > left else "")
        if fault:
            skipped.append((each, fault))
        else:
            kept[path] = each
            left -= each.size
    return kept


class _Reader:
    """Reads the names of one archive: all of them show which platform made it, and how deep its students lie."""

    def __init__(self, archive: str, names: Sequence[str], known: Class) -> None:
        self._archive = archive
        self._known = known
        self._submitters = known.submitters.get(archive, {})
        outer = list(dict.fromkeys(_outer(name) for name in names))
        self._depth = 0 if known.pattern else self._depth_of_class(outer)
        self._forms = self._platform(list(_deeper(outer, self._depth)))

    def whose(self, name: str) -> list[Whose] | str:
        """Whose a member is, of a group's work all; or why it is left out."""
        if self._known.pattern:
            groups = self._known.pattern(self._archive, re.sub(r"(?i)\.zip/", "/", name))
            if not groups:
                return NOBODY
            student, file = (composed(groups.get(name) or "") for name in ("student_id", "file_id"))
            return [Whose(student, file)]
        inside = _INSIDE.fullmatch(name)
        owners = self._owners(_outer(name))
        if isinstance(owners, str) or not inside:
            return owners
        return [
            replace(each, file=f"{each.file[: -len('.zip')]}/{inside['rest']}", zip=each.file[: -len(".zip")])
            for each in owners
        ]

    def _owners(self, name: str) -> list[Whose] | str:
        parts = name.split("/")
        below = "/".join(parts[self._depth :])
        match = self._match(below) or (_FOLDER.fullmatch(below) if len(parts) > self._depth else None)
        if not match:
            # a zip for each student, of the student's name
            return [Whose(below[: -len(".zip")], below)] if below.casefold().endswith(".zip") else NOBODY
        groups = match.groupdict(default="")
        if groups.get("feedback"):
            return _FEEDBACK
        number, attempt, file = groups.get("number", ""), groups.get("attempt", ""), groups["file"]
        if groups.get("day"):
            with contextlib.suppress(ValueError):  # there is no 30 Feb
                attempt = datetime.strptime(groups["day"].replace(":", ""), "%b %d, %Y %I%M %p").isoformat()
        if groups.get("submission"):
            students = self._submitters.get(groups["submission"], [groups["submission"]])
        elif groups.get("two_parts"):
            students = [self._of_two_parts(groups["two_parts"])]
        else:
            students = [groups["student"]]
        return [Whose(student, file, number, attempt.rjust(_DIGITS, "0") if attempt else "") for student in students]

    def _of_two_parts(self, words: str) -> str:
        """The student, of whom something stands in front, up to a `_`: the longest that is known, else the last."""
        ends = [words[place + 1 :] for place in range(len(words)) if words[place] == "_"]
        return next((end for end in ends if end in self._known.roster), ends[-1] if ends else words)

    def _match(self, name: str) -> re.Match[str] | None:
        return next((match for form in self._forms if (match := form.fullmatch(name))), None)

    def _platform(self, names: Sequence[str]) -> list[re.Pattern[str]]:
        """The patterns of the platform that fit most names: a student may choose one as another platform has it."""
        counts = Counter({platform: _fits(forms, names) for platform, forms in _COMPILED.items()})
        folders = [name for name in names if "/" in name]
        if not self._submitters:
            counts["Gradescope"] = 0
        if counts["ILIAS"] < len(folders):  # a folder of anybody's may look like that
            counts["ILIAS"] = 0
        platform, count = counts.most_common(1)[0]
        return _COMPILED[platform] if count else []

    def _depth_of_class(self, names: Sequence[str]) -> int:
        """How many folders lie around everybody: none is a student's.

        What is in a student's folder is of the student's making, and may look like a class.
        """
        folders = [name.split("/")[:-1] for name in names if "/" in name]
        if not folders or any("/" not in name and _is_work(name) for name in names):
            return 0
        around = 0
        while all(len(each) > around and each[around] == folders[0][around] for each in folders):
            around += 1
        for depth in range(around + 1):
            below = list(_deeper(names, depth))
            if 2 * _fits(self._platform(below), below) >= len(below):
                return depth
            tops = {name.split("/")[0] for name in below if "/" in name}
            with_work = {name.split("/")[0] for name in below if "/" in name and _is_work(name)}
            if tops & set(self._known.roster) or len(with_work) > 1:
                return depth
        # One student, or a class about which nothing else is known: no student is called like the assignment.
        named = [depth for depth in range(around) if folders[0][depth].startswith(self._known.assignment or "/")]
        return next((depth + 1 for depth in named if all("/" in name for name in _deeper(names, depth + 1))), 0)


def _fits(forms: Sequence[re.Pattern[str]], names: Sequence[str]) -> int:
    return sum(any(form.fullmatch(name) for form in forms) for name in names)


def _outer(name: str) -> str:
    """The name without what is in a zip inside."""
    inside = _INSIDE.fullmatch(name)
    return name[: inside.end("zip") + len(".zip")] if inside else name


def _deeper(names: Sequence[str], depth: int) -> Iterator[str]:
    """The names without that many folders around them; those not as deep are nobody's."""
    for name in names:
        parts = name.split("/")
        if len(parts) > depth:
            yield "/".join(parts[depth:])


def _is_work(name: str) -> bool:
    return ".ipynb" in name.casefold() or name.casefold().endswith(".zip")
