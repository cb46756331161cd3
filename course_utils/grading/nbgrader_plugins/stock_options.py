"""What a course says to nbgrader's own Execute, in whose place the judge stands: it is honoured, or answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbgrader.preprocessors import Execute
from traitlets.config import Config

from course_utils.errors import PlainError

_SECTIONS = ("Execute", "ExecutePreprocessor", "NotebookClient")
_HONOURED = {"timeout", "skip_cells_with_tag", "enabled"}
_OTHER_LANGUAGES = {"ir": "R", "bash": "bash", "octave": "octave", "xcpp": "C++", "xr": "R"}


class NotForTheJudge(PlainError):
    """An assignment cannot be graded by the judge; the message says why, and what to do instead."""


def unused(config: Config) -> list[str]:
    """A sentence for each option of Execute's that is set and means nothing to the judge."""
    return [
        f"c.{section}.{name} is not used: learners' code runs in a process of the judge's, and in no Jupyter kernel."
        for section in _SECTIONS
        if section in config
        for name in sorted(config[section].keys() - _HONOURED)
        if name in Execute.class_trait_names()
    ]


def must_execute(config: Config) -> None:
    """Nothing, unless nothing is to be executed.

    Raises:
        NotForTheJudge: by --no-execute, or c.Execute.enabled = False.
    """
    if any(config[section].get("enabled") is False for section in _SECTIONS if section in config):
        raise NotForTheJudge(
            "with --no-execute, marks would come from the outputs that learners hand in, who can write them"
            " themselves: leave it out (c.Execute.enabled, too); what is graded by hand waits for you all the same"
        )


def must_be_python(name: str, metadata: Mapping[str, Any]) -> None:
    """Nothing, unless a notebook is in another language.

    Args:
        name: the notebook's.
        metadata: those of its release; of older notebooks they do not say the language.

    Raises:
        NotForTheJudge: it is.
    """
    kernel = metadata.get("kernelspec") or {}
    language = kernel.get("language") or (metadata.get("language_info") or {}).get("name") or _by_name(kernel)
    if str(language).casefold() not in ("python", "python3", "ipython"):
        raise NotForTheJudge(
            f"{name}.ipynb is in {language}, and the judge runs Python only: to grade it, put"
            " nbgrader.preprocessors.Execute in the place of the judge in c.Autograde.autograde_preprocessors"
        )


def _by_name(kernel: Mapping[str, Any]) -> str:
    name = str(kernel.get("name") or "").partition("-")[0].casefold()
    return _OTHER_LANGUAGES.get(name, "Julia" if name.startswith("julia") else "python")
