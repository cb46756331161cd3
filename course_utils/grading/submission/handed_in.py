"""One submission: which of its files is the notebook, and which are there while it is graded."""

from __future__ import annotations

import hashlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from nbformat.notebooknode import NotebookNode

from course_utils.errors import PlainError
from course_utils.grading.submission.files import File, Listing, WillNotOpen, listed, unpacked
from course_utils.grading.submission.matching import answered
from course_utils.grading.submission.outputs import TooLarge, kind_of, small
from course_utils.grading.submission.reading import MOST_BYTES, Findings, read
from course_utils.grading.words import one_line

MOST_FILE = 1_000_000_000
"""A notebook's file may have as many bytes with its outputs."""
MOST_BESIDE = 20_000_000
"""Files beside the notebook may have as many bytes together, and as many again those of the assignment."""

_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"
_MOST_TRIED = 20  # notebooks that are looked into for answers
_MOST_NAMED = 5  # files in a sentence
_PERHAPS = {".json", ".txt", ""}  # how a browser may save a notebook
_CODE = {".py", ".pyc", ".pyo", ".pyw", ".so", ".pyd", ".pth", ".egg-link"}
_ONES_OWN = {"course_utils", "sitecustomize", "usercustomize"}

_AS_RELEASED = "Files of the assignment's own, which are as released while grading: {}."
_TOO_LARGE = "Files of the assignment's own that are too large to be there while grading: {}."
_NOT_TAKEN = "Handed in beside the notebook, and not there while grading: {}."


class Unreadable(PlainError):
    """What was handed in could not be read: no fault of its author's, who gets no mark rather than 0."""

    @classmethod
    def because(cls, error: Exception, file: str = "") -> Unreadable:
        """The sentence for an error of the system's, or for what is too large."""
        if isinstance(error, TooLarge):
            why = f"it has more than {MOST_FILE:,} bytes, {MOST_BYTES:,} beside its outputs, or they are a maze"
        else:
            why = getattr(error, "strerror", None) or str(error)
        return cls(f"{file or 'the submission'} could not be read: {why}; there is no mark until it can be")


@dataclass(frozen=True)
class _Look:
    """What is seen in a file that may be the notebook."""

    answers: int = 0
    is_notebook: bool = False
    is_whole: bool = False
    kind: str = ""
    trouble: Unreadable | None = None


class Submission:
    """One student's folder.

    Args:
        source: the folder.
        wanted: the names of the assignment's notebooks.
        released: the folder of the release, whose other files are there while grading.
        ignored: patterns of names that are nobody's.
        changeable: files of the assignment's own that a learner may replace.
        notes: what is known to be odd, in sentences for the teacher.
    """

    def __init__(
        self,
        source: Path,
        wanted: Sequence[str],
        released: Path,
        ignored: Sequence[str] = (),
        changeable: frozenset[str] = frozenset(),
        notes: Iterable[str] = (),
    ) -> None:
        self._source, self.wanted, self._released = source, list(wanted), released
        self._ignored, self._changeable, self._notes = ignored, changeable, tuple(notes)
        self._chosen: dict[str, File | None] | None = None
        self._said: list[str] = []
        self._named: set[File] = set()  # notebooks that were not taken, and that a note tells why
        self._last: tuple[File, bytes] | None = None  # the last file read, which is mostly the next one read, too

    @cached_property
    def _listing(self) -> Listing:
        return listed(self._source, self._ignored)

    @cached_property
    def _in_zips(self) -> dict[File, Listing]:
        """What is in the zips of the submission, one level deep."""
        files = [file for file in self._listing.files if file.looks_zipped()]
        return {file: unpacked(file) for file in files}

    def notebook(self, name: str, releases: Mapping[str, NotebookNode]) -> tuple[bytes | None, tuple[str, ...]]:
        """What was handed in as the notebook of this name, without most of its outputs, and what was odd, in sentences.

        Args:
            name: one of those wanted.
            releases: all of them as they were released.

        Raises:
            Unreadable: the system could not read it, or it is too large.
        """
        if self._chosen is None:
            self._chosen = self._choose(releases)
        chosen = self._chosen[name]
        contents = None if chosen is None else self._contents(chosen)
        self._last = None
        self._plan  # noqa: B018 (what it has to say is among the notes)
        return contents, tuple(dict.fromkeys([*self._notes, *self._listing.notes, *self._said]))

    def files(self) -> dict[str, bytes]:
        """What is there while grading beside the notebook, by name; the assignment's own first.

        Raises:
            Unreadable: the system could not read it.
        """
        found = {}
        for name, file in self._plan.items():
            try:
                found[name] = file.read(MOST_BESIDE)
            except WillNotOpen:
                continue
            except (OSError, TooLarge) as error:
                raise Unreadable.because(error, named([file])) from error
        return found

    def fingerprint(self) -> str:
        """A hash of all that is read of this submission.

        Raises:
            OSError: it cannot be read.
        """
        digest = hashlib.sha256(repr(self._listing.notes).encode("utf-8", "surrogateescape"))
        for file in self._listing.files:
            what = f"\0{file.place}\0{file.size}\0"
            if file.size > MOST_BESIDE and not file.is_notebook():
                what += str(file.time)
            else:
                with file.open() as opened:
                    what += hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]
            digest.update(what.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    # Which notebook

    def _choose(self, releases: Mapping[str, NotebookNode]) -> dict[str, File | None]:
        chosen: dict[str, File | None] = {}
        others = [file for file in self._everything() if file.is_notebook()]
        for name in self.wanted:
            # A file with the name of another notebook of this assignment is that one.
            elsewhere = [self._right(other) for other in self.wanted if other != name]
            candidates = [file for file in others if file.place not in elsewhere]
            chosen[name] = self._chosen_from(candidates, name, releases[name])
            others = [file for file in others if file != chosen[name]]
        if (others := [file for file in others if file not in self._named]) and all(chosen.values()):
            self._said.append(f"Other notebooks that were handed in, and were not read: {named(others)}.")
        return chosen

    def _chosen_from(self, candidates: list[File], name: str, released: NotebookNode) -> File | None:
        """The notebook that has this name, or should have it, among these."""
        right = next((file for file in candidates if file.place == self._right(name)), None)
        likely = sorted(candidates, key=lambda file: self._likeness(file, name), reverse=True)[:_MOST_TRIED]
        looks = {file: self._look(file, released) for file in likely}
        if not any(look.answers for look in looks.values()):
            perhaps = [each for each in self._everything() if each.place.suffix in _PERHAPS and not each.is_notebook()]
            more = {file: self._look(file, released) for file in perhaps[:_MOST_TRIED]}
            looks |= {file: look for file, look in more.items() if look.is_notebook}
        best = max(looks, key=lambda file: self._rank(file, looks[file], name), default=None)
        troubles = [look.trouble for look in looks.values() if look.trouble] + self._listing.troubles_of(Unreadable)
        if troubles and (best != right or best is None or not looks[best].answers):
            raise troubles[0]  # it may be the one that counts
        if best is None:
            self._said.append(f"{name}.ipynb was not handed in{self._instead()}.")
        elif right is None:
            self._said.append(f"{name}.ipynb was not handed in; taken for it was: {named([best])}.")
        elif best != right:
            why = looks[right].kind and f"is {looks[right].kind}"
            self._said.append(f"{name}.ipynb {why or 'has fewer answers'}; taken for it was: {named([best])}.")
            self._named.add(right)
        with_answers = [file for file, look in looks.items() if look.answers and file != best]
        if with_answers and best:
            self._said.append(f"Several notebooks have answers: taken was {named([best])}, not {named(with_answers)}.")
            self._named |= set(with_answers)
        return best

    def _right(self, name: str) -> PurePosixPath:
        return PurePosixPath(f"{name}.ipynb")

    def _everything(self) -> Iterator[File]:
        yield from self._listing.files
        for listing in self._in_zips.values():
            yield from listing.files

    def _likeness(self, file: File, name: str) -> tuple[bool, float, float]:
        """How likely a notebook is the one that should have this name; of two alike, the newer."""
        stem = file.place.name.casefold().partition(".ipynb")[0]
        likeness = SequenceMatcher(None, stem, name.casefold()).ratio()
        return file.place == self._right(name), likeness, file.time

    def _rank(self, file: File, look: _Look, name: str) -> tuple[object, ...]:
        return look.answers, look.is_notebook, look.is_whole, *self._likeness(file, name)

    def _look(self, file: File, released: NotebookNode) -> _Look:
        try:
            contents = self._contents(file)
        except Unreadable as trouble:
            return _Look(trouble=trouble)
        findings = Findings()
        cells = read(contents, findings)
        whole = not any("not JSON" in sentence for sentence in findings.cells)
        kind = "" if cells else kind_of(contents)
        return _Look(answered(released.cells, cells), bool(cells), whole, kind)

    def _contents(self, file: File) -> bytes:
        if self._last and self._last[0] == file:
            return self._last[1]
        self._last = None  # not two of them in memory
        try:
            if file.size > MOST_FILE:
                raise TooLarge
            with file.open() as opened:
                contents = small(opened, MOST_FILE, MOST_BYTES)
            if len(contents) > MOST_BYTES:
                with file.open() as opened:
                    contents = small(opened, MOST_FILE, MOST_BYTES, pictures=False)
            if len(contents) > MOST_BYTES and contents.lstrip(_BEFORE_JSON).startswith((b"{", b"[")):
                raise TooLarge  # it may well be a notebook
        except WillNotOpen:
            contents = b""
        except (OSError, TooLarge) as error:
            raise Unreadable.because(error, named([file])) from error
        self._last = file, contents
        return contents

    def _instead(self) -> str:
        """What was handed in instead of a notebook, in words."""
        found = []
        for file in self._listing.files[:_MOST_NAMED]:
            if str(file.place) != "timestamp.txt":
                kind = kind_of(self._contents(file)) if file.size <= MOST_BESIDE else ""
                found.append(named([file]) + (f" ({kind})" if kind else ""))
        return f"; handed in was: {', '.join(found)}" if found else ""

    # Files beside it

    @cached_property
    def _plan(self) -> dict[str, File]:
        """The files that are there while grading."""
        plan: dict[str, File] = {}
        room = _Room()
        own = [file for file in listed(self._released, self._ignored).files if file.place.suffix != ".ipynb"]
        left = [file for file in own if not room.take(plan, str(file.place), file)]
        if left:
            self._said.append(_TOO_LARGE.format(named(left)))
        self._add_ones_own(plan, {str(file.place): file for file in own})
        return plan

    def _add_ones_own(self, plan: dict[str, File], own: Mapping[str, File]) -> None:
        """Add what the learner handed in, as far as it may be there and there is room."""
        room, left, as_released = _Room(), [], []
        chosen = [file for file in (self._chosen or {}).values() if file]
        home = chosen[0].place.parent if chosen else PurePosixPath()
        zips = {file.path for file in chosen if file.member}
        files = [file for file in self._listing.files if file.path not in zips]
        files += [file for zipped, listing in self._in_zips.items() if zipped.path in zips for file in listing.files]
        for file in sorted(files, key=lambda file: (not file.place.is_relative_to(home), len(file.place.parts))):
            name = str(file.place.relative_to(home) if file.place.is_relative_to(home) else file.place)
            if file in chosen or name == "timestamp.txt" or file.is_notebook():
                continue
            if name in own and name not in self._changeable:
                if not _same(file, own[name]):
                    as_released.append(file)
            elif shadows(PurePosixPath(name)) or not room.take(plan, name, file):
                left.append(file)
        if as_released:
            self._said.append(_AS_RELEASED.format(named(as_released)))
        if left := [*self._listing.hidden, *left]:
            self._said.append(_NOT_TAKEN.format(named(left)))


class _Room:
    """What there is still room for."""

    def __init__(self) -> None:
        self._bytes = MOST_BESIDE

    def take(self, plan: dict[str, File], name: str, file: File) -> bool:
        """Add a file to the plan, if there is room for it and its name is no folder's; whether it is there now."""
        taken = PurePosixPath(name)
        folders = {str(folder) for each in plan for folder in PurePosixPath(each).parents}
        if name in folders or any(str(folder) in plan for folder in taken.parents):
            return False
        before = plan[name].size if name in plan else 0
        if file.size - before > self._bytes:
            return False
        self._bytes -= file.size
        plan[name] = file
        return True


def _same(one: File, other: File) -> bool:
    try:
        return one.size == other.size and one.read(MOST_BESIDE) == other.read(MOST_BESIDE)
    except (OSError, TooLarge, WillNotOpen):
        return False


def shadows(name: PurePosixPath) -> bool:
    """Whether a file of this name would be imported in the place of a module of Python, its packages or ours."""
    stem = name.parts[0].partition(".")[0]
    return name.suffix.casefold() in _CODE and (stem in _modules() or name.suffix == ".pth")


@cache
def _modules() -> frozenset[str]:
    places = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    installed = {module.name for module in pkgutil.iter_modules(places)}
    return frozenset({*sys.stdlib_module_names, *installed, *_ONES_OWN})


def named(files: Sequence[File]) -> str:
    """The names of files, as many as a sentence takes; they are the learner's, and become words that do nothing."""
    places = [f"{file.path.name}/{file.member}" if file.member else str(file.place) for file in files[:_MOST_NAMED]]
    words = [one_line(os.fsencode(place).decode("utf-8", "replace"), 80) for place in places]
    more = len(files) - len(words)
    return ", ".join(words) + (f" and {more} more" if more else "")
