"""nbgrader's own tests, run with the course's plug-ins: `make test-more`.

The tests come with the installed nbgrader; none is copied. The table in
tests/grading/nbgrader_plugins/nbgrader_suites.toml says which of them do not pass, and why. A failing test that is not
in the table is reported, and so is a passing test that is in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from tools.notebooks import ROOT

TABLE = ROOT / "tests" / "grading" / "nbgrader_plugins" / "nbgrader_suites.toml"
_MODULE = "nbgrader.tests.apps.test_nbgrader_"
# All settings of nbgrader_config.py except the folders, which each test sets itself.
_CONFIG = """
load_subconfig({config!r})
get_config().pop("CourseDirectory")
"""


@dataclass(frozen=True)
class Table:
    """The expected results of nbgrader's tests.

    Attributes:
        version: the version of nbgrader.
        suites: modules of nbgrader.tests.apps, without `test_nbgrader_`, and the class in each.
        quick: the tests that `make test` runs, by `suite::test`.
        differences: the tests that do not pass, and why.
    """

    version: str
    suites: dict[str, str]
    quick: Sequence[str]
    differences: dict[str, str]

    def surprises(self, outcomes: dict[str, str]) -> list[str]:
        """A sentence for each test whose outcome differs from the table."""
        said = []
        for name, outcome in sorted(outcomes.items()):
            if outcome == "failed" and name not in self.differences:
                said.append(f"{name} fails, and the table of differences lacks it")
            if outcome == "passed" and name in self.differences:
                said.append(f"{name} passes: take it out of the table of differences")
        return said


def table() -> Table:
    """The table, as it is committed."""
    return Table(**tomllib.loads(TABLE.read_text()))


def run(names: Sequence[str] = ()) -> dict[str, str]:
    """Run these tests, named `suite::test`, or all suites; returns passed, failed or skipped for each name.

    Raises:
        SystemExit: the tests could not be run; the message is pytest's output.
    """
    expected = table()
    if version("nbgrader") != expected.version:
        raise SystemExit(f"nbgrader is {version('nbgrader')}, and the table of differences is for {expected.version}")
    with tempfile.TemporaryDirectory(prefix="nbgrader-suites-") as name:
        folder = Path(name)
        (folder / "nbgrader_config.py").write_text(_CONFIG.format(config=str(ROOT / "nbgrader_config.py")))
        command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", name, "-p", "no:cacheprovider"]
        command += ["-n", "0", "--junitxml", "report.xml"]
        chosen = [name.split("::") for name in names] or [[suite] for suite in expected.suites]
        command += [
            "--pyargs",
            *("::".join([_MODULE + suite, expected.suites[suite], *test]) for suite, *test in chosen),
        ]
        environment = os.environ | {"JUPYTER_CONFIG_PATH": name}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout + done.stderr)
        return _outcomes(folder / "report.xml", {each: suite for suite, each in expected.suites.items()})


def _outcomes(report: Path, suites: dict[str, str]) -> dict[str, str]:
    """The outcome of each test; `suites` maps a class to its suite."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        suite = suites[case.attrib["classname"].rpartition(".")[2]]
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        found[f"{suite}::{case.attrib['name']}"] = outcome
    return found


def main() -> None:
    """Run all suites and print the results; the exit status is 1 if they differ from the table."""
    expected = table()
    outcomes = run()
    for outcome in ("passed", "failed", "skipped"):
        print(f"{outcome}: {sum(each == outcome for each in outcomes.values())}")
    for name, reason in expected.differences.items():
        print(f"  {name}: {reason}")
    surprises = expected.surprises(outcomes)
    surprises += [
        f"{name} is in the table, and there is no such test" for name in expected.differences.keys() - outcomes
    ]
    print(*surprises, sep="\n")
    sys.exit(bool(surprises))


if __name__ == "__main__":
    main()
