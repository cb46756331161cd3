"""nbgrader's own tests, run with the course's plug-ins: `make test-more`.

They come with nbgrader itself, as it is installed, and nothing of them is copied. Where they do not pass, the table in
tests/grading/nbgrader_plugins/nbgrader_suites.toml says why; a test that fails and is not in it is found, and so is one
in it that passes.
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
# All that nbgrader_config.py says but where things lie, which each of the tests says itself.
_CONFIG = """
load_subconfig({config!r})
get_config().pop("CourseDirectory")
"""


@dataclass(frozen=True)
class Table:
    """What is expected of nbgrader's tests.

    Attributes:
        version: of nbgrader.
        suites: modules of nbgrader.tests.apps, without `test_nbgrader_`, and the class in each.
        quick: the tests that `make test` runs, by `suite::test`.
        differences: those that do not pass, and why.
    """

    version: str
    suites: dict[str, str]
    quick: Sequence[str]
    differences: dict[str, str]

    def surprises(self, outcomes: dict[str, str]) -> list[str]:
        """A sentence for each test that did what the table does not say."""
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
    """Run these tests, by `suite::test`, or all of the suites; passed, failed or skipped, by name.

    Raises:
        SystemExit: they could not be run at all; what pytest said is printed.
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
    """What came of each test; the suites by their classes."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        suite = suites[case.attrib["classname"].rpartition(".")[2]]
        kinds = {child.tag for child in case}
        outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        found[f"{suite}::{case.attrib['name']}"] = outcome
    return found


def main() -> None:
    """Run all of the suites, print what came of them, and end with 1 if it is not what the table says."""
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
