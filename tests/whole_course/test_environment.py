"""environment.yml: it agrees with pyproject.toml, Binder accepts it, and what it installs runs the course."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import classroom
from tools.notebooks import ROOT

LESSON = "notebooks/03_lstm.ipynb"
CONSTRAINTS = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]

pytestmark = pytest.mark.kernel  # the slow tests share an environment, in which a lesson runs


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text())


@pytest.fixture(scope="module")
def pip_part(environment):
    parts = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    assert len(parts) == 1
    return parts[0]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder like Binder's clone: this repository's files, without anything that was built beside them."""
    return classroom.checkout(tmp_path_factory.mktemp("checkout"))


def test_conda_part_is_python_and_pip_from_conda_forge(environment, project):
    assert environment["channels"] == ["conda-forge"]
    python, pip = (item for item in environment["dependencies"] if isinstance(item, str))
    assert pip == "pip"
    # The oldest Python that the course supports, so that nothing newer slips in unseen.
    assert python == "python=" + project["requires-python"].removeprefix(">=")


def by_address(pip_part) -> dict[str, str]:
    """The packages that are asked for by an address, with it."""
    return dict(line.split(" @ ", 1) for line in pip_part if " @ " in line)


def test_torch_is_the_pinned_build_without_cuda_of_this_python(pip_part, environment):
    (python,) = (item.partition("=")[2] for item in environment["dependencies"] if str(item).startswith("python="))
    pins = dict(line.split("==") for line in CONSTRAINTS if "==" in line)
    tag = f"cp{python.replace('.', '')}"
    expected = {
        name: f"https://download.pytorch.org/whl/cpu/{name}-{pins[name]}%2Bcpu-{tag}-{tag}-manylinux_2_28_x86_64.whl"
        ' ; sys_platform == "linux" and platform_machine == "x86_64"'
        for name in ("torch", "torchvision")
    }
    assert by_address(pip_part) == expected


def test_no_other_package_is_looked_for_in_pytorchs_index(pip_part):
    assert [line for line in pip_part if line.startswith("-")] == ["-c constraints.txt", "-e .[lab]"]


def test_every_range_holds_its_pin(project):
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *chain.from_iterable(extras.values())]
    pins = {
        canonicalize_name(name): version for name, version in (line.split("==") for line in CONSTRAINTS if "==" in line)
    }
    ranges = [Requirement(line) for line in asked if not line.startswith(project["name"])]
    assert len(ranges) > 20
    assert not [str(each) for each in ranges if not each.specifier.contains(pins[canonicalize_name(each.name)])]


def test_grading_alone_needs_nothing_that_a_learner_must_install(project):
    """`check` runs with what `dependencies` names; what only grading or JupyterLab needs is in an extra."""
    names = {Requirement(line).name for line in project["dependencies"]}
    assert names == {"torch", "torchvision", "numpy", "matplotlib", "pillow", "tqdm", "platformdirs", "safetensors"}


def test_course_is_installed_with_an_extra_that_exists(pip_part, project):
    (extra,) = (match[1] for line in pip_part if (match := re.fullmatch(r"-e \.\[(\w+)\]", line)))
    assert any(line.startswith("jupyterlab") for line in project["optional-dependencies"][extra])


def test_binder_accepts_the_repository(checkout):
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(checkout)]
    result = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    steps = result.stdout
    assert "Building conda environment for python=3.11" in result.stderr
    # The package can only be installed once the repository is in the image.
    staged = re.search(r"^COPY --chown=\S+ src/ \$\{REPO_DIR\}/$", steps, re.M)
    installed = re.search(
        r"^RUN .*\\\n.*\$\{MAMBA_EXE\} env update -p \$\{NB_PYTHON_PREFIX\} --file \"environment\.yml\"", steps, re.M
    )
    assert staged
    assert installed
    assert staged.start() < installed.start()
    assert "RUN ./postBuild" in steps  # takes away what pip kept
    assert re.search(r'^ENV R2D_ENTRYPOINT="\$\{REPO_DIR\}/start"', steps, re.M)  # makes the learner's copy


@pytest.fixture(scope="module")
def installed(tmp_path_factory, checkout, pip_part):
    """A fresh environment into which pip installed what environment.yml lists, from the repository's root."""
    folder = tmp_path_factory.mktemp("installed")
    # PyTorch's index cannot be reached from everywhere: the same versions come from where pip finds them.
    lines = [line for line in pip_part if " @ " not in line]
    (folder / "requirements.txt").write_text("\n".join(lines).replace("-c ", f"-c {checkout}/"))
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    # Try an index that cannot be reached only once; by default pip tries five times for each package.
    run(
        [folder / "venv" / "bin" / "pip", "install", "-r", folder / "requirements.txt"],
        cwd=checkout,
        PIP_RETRIES="0",
    )
    yield folder / "venv" / "bin"
    shutil.rmtree(folder)  # it takes 1.5 GB, and pytest would keep three of them


def run(command, cwd, **variables):
    """Run `command` as in a shell without an active environment, and return what it printed."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    result = subprocess.run(command, cwd=cwd, env=inherited | variables, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.slow
def test_fresh_environment_reads_the_digits(installed, checkout, tmp_path):
    code = """
import course_utils, torch
from course_utils import digits
print(course_utils.__file__, torch.__version__, len(digits.load(train=False)))
"""
    printed = run([installed / "python", "-c", code], cwd=tmp_path, XDG_CACHE_HOME=str(tmp_path)).split()
    assert printed[0] == str(checkout / "course_utils" / "__init__.py")
    assert printed[1].startswith("2.13.")
    assert printed[2] == "10000"


@pytest.mark.slow
def test_fresh_environment_is_as_small_as_the_readme_says(installed):
    said = re.search(r"the course adds about\s+([\d.]+) GB", (ROOT / "README.md").read_text())
    (packages,) = installed.parent.glob("lib/python*/site-packages")
    size = sum(file.lstat().st_size for file in packages.rglob("*"))
    assert size / 1e9 == pytest.approx(float(said[1]), rel=0.1)
    assert not [package.name for package in packages.glob("nvidia*")]


@pytest.mark.slow
def test_fresh_environment_runs_a_lesson(installed, checkout, tmp_path):
    command = [installed / "jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", tmp_path]
    run([*command, checkout / LESSON], cwd=checkout, XDG_CACHE_HOME=str(tmp_path))
    assert (tmp_path / Path(LESSON).name).exists()


def test_a_source_package_holds_all_of_the_library_and_no_part_of_the_tests(checkout, tmp_path):
    build = "from setuptools import build_meta; import sys; print(build_meta.build_sdist(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=checkout, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as package:
        held = {name.partition("/")[2] for name in package.getnames()}
    library = {str(path.relative_to(ROOT)) for path in (ROOT / "course_utils").rglob("*.py")}
    assert library <= held
    assert {name.partition("/")[0] for name in held}.isdisjoint({"tests", "notebooks", "solutions", "exercises"})
