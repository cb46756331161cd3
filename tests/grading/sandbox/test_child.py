"""The child: honest work finds the same environment as in a notebook."""

from __future__ import annotations

import textwrap

import pytest

from tests.helpers.zygotes import printed, run

pytestmark = pytest.mark.xdist_group("sandbox")


def test_torch_has_threads_if_it_wants() -> None:
    source = "import torch\ntorch.set_num_threads(4)\nx = torch.randn(900, 900)\nprint((x @ x).shape)"
    assert printed(run(source)) == "torch.Size([900, 900])\n"


def test_a_training_gives_the_same_in_every_child() -> None:
    source = "import random, numpy, torch\nprint(random.random(), numpy.random.rand(), torch.rand(()).item())"
    assert printed(run(source)) == printed(run(source))


def test_files_can_be_written_in_the_current_folder() -> None:
    assert printed(
        run("import torch\ntorch.save({}, 'model.pt')\nopen('a', 'w').write('b')\nprint(open('a').read())")
    ) == ("b\n")


def test_files_can_be_copied_and_packed() -> None:
    """Many of these functions also change modes and times."""
    source = """
        import os, shutil, tempfile, zipfile
        from pathlib import Path
        import numpy as np, torch
        np.save("a.npy", np.ones(3))
        torch.save({"x": torch.ones(3)}, "b.pt")
        shutil.copy("a.npy", "c.npy"), shutil.copy2("a.npy", "d.npy"), Path("a.npy").touch()
        with tempfile.TemporaryDirectory(dir=".") as folder:
            shutil.copytree(folder, "e")
        shutil.move("c.npy", tempfile.mkdtemp(dir="."))
        shutil.make_archive("f", "gztar", "e"), shutil.unpack_archive("f.tar.gz", "g")
        with zipfile.ZipFile("h.zip", "w") as packed:
            packed.write("d.npy")
        with zipfile.ZipFile("h.zip") as packed:
            packed.extractall("i")
        os.chmod("b.pt", 0o600)
        print(np.load("i/d.npy"), torch.load("b.pt")["x"])
    """
    assert printed(run(textwrap.dedent(source))) == "[1. 1. 1.] tensor([1., 1., 1.])\n"


DIGITS = "from course_utils import digits\n"


def test_the_training_digits_can_be_had() -> None:
    assert printed(run(f"{DIGITS}print(len(digits.load(train=True)), digits.load(train=True)[0][1])")) == "60000 5\n"


def test_the_test_digits_cannot_be_had() -> None:
    error = run(f"{DIGITS}digits.load(train=False)").outputs[-1]
    assert error["ename"] == "DataError"
    assert error["evalue"].endswith("where answers are graded, only the training digits can be had.")


def test_the_folder_of_the_profile_is_made_when_a_notebook_asks_for_it() -> None:
    source = """
        import os
        from pathlib import Path
        before = os.listdir(Path.home() / ".ipython")
        get_ipython().db["kept"] = 1
        print(before, os.listdir(Path.home() / ".ipython"))
    """
    assert printed(run(textwrap.dedent(source))) == "[] ['profile_default']\n"
