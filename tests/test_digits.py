"""MNIST from the shipped files: what it holds, and that no accident leaves half of it behind."""

import ctypes
import gzip
import hashlib
import os
import pwd
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
import torch

from course_utils import digits

SHIPPED = Path(digits.__file__).parent / "data" / "mnist"
NAMES = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"]


@pytest.fixture(autouse=True)
def as_in_a_new_process():
    """Forget the folder that was found, as in a new process."""
    digits.unpacked.cache_clear()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A cache folder that a first load has filled."""
    cache = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        digits.unpacked.cache_clear()  # another module's tests may have found a folder
        digits.load(train=False)
    return cache


@pytest.fixture
def at_filled(filled, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(filled))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The user's cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's folder for temporary files, empty."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "temporary"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A copy of the shipped files, which a test may damage."""
    copy = tmp_path / "shipped"
    copy.mkdir()
    for name in NAMES:
        (copy / f"{name}.gz").symlink_to(SHIPPED / f"{name}.gz")
    monkeypatch.setattr(digits, "_SHIPPED", copy)
    return copy


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def one_sentence(error):
    message = str(error.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


# What the files hold


def test_shipped_files_have_the_checksums_that_the_readme_states():
    readme = (SHIPPED / "README.md").read_text()
    rows = {name: (size, sha) for name, size, sha in re.findall(r"\| (\S+) \| ([\d,]+) \| ([0-9a-f]{64}) \|", readme)}
    assert sorted(rows) == NAMES
    for name, (size, sha) in rows.items():
        content = gzip.decompress((SHIPPED / f"{name}.gz").read_bytes())
        assert f"{len(content):,}" == size
        assert hashlib.sha256(content).hexdigest() == sha


@pytest.mark.usefixtures("at_filled")
@pytest.mark.parametrize(
    ("train", "histogram", "first"),
    [
        (True, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], [5, 0, 4, 1, 9]),
        (False, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], [7, 2, 1, 0, 4]),
    ],
)
def test_digits_are_those_of_mnist(train, histogram, first):
    data = digits.load(train)
    assert len(data) == sum(histogram) == (60_000 if train else 10_000)
    assert data.data.shape == (sum(histogram), 28, 28)
    assert torch.bincount(data.targets).tolist() == histogram
    assert [data[index][1] for index in range(5)] == first


@pytest.mark.usefixtures("at_filled")
def test_training_digits_have_the_well_known_mean_and_spread():
    grey = digits.load(train=True).data / 255
    assert round(grey.mean().item(), 4) == 0.1307
    assert round(grey.std().item(), 4) == 0.3081


@pytest.mark.usefixtures("at_filled")
def test_transform_is_applied_to_every_image():
    from torchvision import transforms

    data = digits.load(train=False, transform=transforms.ToTensor())
    image, label = data[0]
    torch.testing.assert_close(image, data.data[:1] / 255)
    assert label == 7


# Rows


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("channel", [(), (1,)])
@pytest.mark.parametrize(("height", "width"), [(7, 6), (1, 6), (7, 1)])
def test_to_rows_puts_row_t_of_every_image_at_step_t(batch, channel, height, width):
    images = torch.rand(batch, *channel, height, width)
    rows = digits.to_rows(images)
    assert rows.shape == (height, batch, width)
    for b in range(batch):
        for t in range(height):
            assert torch.equal(rows[t, b], images[b].reshape(height, width)[t])


def test_to_rows_is_a_view():
    images = torch.zeros(3, 1, 7, 6)
    digits.to_rows(images)[2, 1] = 1
    assert images[1, 0, 2].tolist() == [1] * 6


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((3, 2, 7, 6), "images has 2 channels but a sequence of rows needs exactly 1"),
        ((7, 6), r"images has 2 axes but must be \(batch, height, width\) or \(batch, 1, height, width\)"),
        ((1, 3, 1, 7, 6), "images has 5 axes but must be"),
    ],
)
def test_to_rows_names_the_axis_that_is_wrong(shape, message):
    with pytest.raises(ValueError, match=message):
        digits.to_rows(torch.zeros(shape))


# Where the unpacked files go


def test_first_load_fills_the_cache_and_nothing_else(cache, temporary):
    digits.load(train=False)
    assert files(cache) == NAMES
    assert [path.name for path in (cache / "course_utils").iterdir()] == ["mnist"]
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("at_filled")
def test_later_loads_neither_unpack_nor_compute_checksums(shipped, monkeypatch):
    for packed in shipped.iterdir():
        packed.unlink()
    monkeypatch.setattr(hashlib, "sha256", None)
    assert len(digits.load(train=False)) == 10_000


def test_cache_that_cannot_be_made_falls_back_to_the_temporary_folder(cache, temporary):
    cache.write_text("a file stands where the folder should")
    assert len(digits.load(train=False)) == 10_000
    assert files(temporary) == NAMES
    assert [path.name for path in temporary.iterdir()] == ["course_utils-mnist"]


def test_no_home_falls_back_to_the_temporary_folder(temporary, tmp_path, monkeypatch):
    def nobody(_uid):
        raise KeyError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert len(digits.load(train=False)) == 10_000
    assert files(temporary) == NAMES
    assert list(here.iterdir()) == []


def test_nowhere_to_unpack_is_said_in_a_sentence(cache, temporary):
    cache.write_text("a file stands where the folder should")
    temporary.rmdir()
    temporary.write_text("here too")
    with pytest.raises(digits.DataError) as error:
        digits.load(train=False)
    message = one_sentence(error)
    assert str(cache) in message
    assert str(temporary) in message
    assert "TMPDIR" in message


# Damage


@pytest.mark.parametrize("name", NAMES)
def test_missing_shipped_file_is_named(shipped, cache, name):
    (shipped / f"{name}.gz").unlink()
    with pytest.raises(digits.DataError, match=re.escape(f"{shipped / name}.gz is missing or damaged")) as error:
        digits.load(train=False)
    assert "install the course again" in one_sentence(error)
    assert list((cache / "course_utils").iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(lambda packed: packed[: len(packed) // 2], "is missing or damaged", id="cut short"),
        pytest.param(lambda _: b"", "does not hold the digits", id="empty"),
        pytest.param(lambda packed: b"<html>" + packed, "is missing or damaged", id="not gzip"),
        pytest.param(lambda packed: packed[:20] + b"\xff" * 99 + packed[119:], "is missing or damaged", id="garbled"),
        pytest.param(lambda _: gzip.compress(b"\0" * 10_008), "does not hold the digits", id="other content"),
    ],
)
def test_damaged_shipped_file_is_named(shipped, cache, damage, words):
    packed = shipped / "t10k-labels-idx1-ubyte.gz"
    intact = packed.read_bytes()
    packed.unlink()
    packed.write_bytes(damage(intact))
    with pytest.raises(digits.DataError, match=words) as error:
        digits.load(train=False)
    assert str(packed) in one_sentence(error)
    assert list((cache / "course_utils").iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: os.truncate(path, 4321)], ids=["missing", "cut short"])
def test_damaged_cache_is_named_and_can_be_made_anew(filled, cache, name, damage):
    folder = cache / "course_utils" / "mnist"
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for other in NAMES:
        (raw / other).write_bytes((filled / "course_utils" / "mnist" / "MNIST" / "raw" / other).read_bytes())
    damage(raw / name)
    with pytest.raises(digits.DataError, match=re.escape(f"{raw / name} is missing or damaged")) as error:
        digits.load(train=False)
    assert f"delete the folder {folder}" in one_sentence(error)


def test_deleting_the_cache_as_advised_repairs_it(cache):
    folder = cache / "course_utils" / "mnist"
    folder.mkdir(parents=True)
    with pytest.raises(digits.DataError):
        digits.load(train=False)
    folder.rmdir()
    assert len(digits.load(train=False)) == 10_000


# Real processes


def start(code, cache, **options):
    """A Python process with this cache folder, in which `digits` is imported before `code` runs."""
    code = "import os, pathlib, signal, sys, time\nfrom course_utils import digits\n" + textwrap.dedent(code)
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), **options.pop("environment", {})}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, **pipes, **options)


def obey_modes():
    """Before a child starts, take from root the right to write where a folder's mode forbids it."""
    libc = ctypes.CDLL(None)
    drop_from_bounding_set, override, read_search = 24, 1, 2
    libc.prctl(drop_from_bounding_set, override)
    libc.prctl(drop_from_bounding_set, read_search)


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="capabilities and their removal are Linux's")


def test_two_processes_that_unpack_at_once_both_read_whole_files(tmp_path):
    cache = tmp_path / "cache"
    code = f"""
        rename = pathlib.Path.rename

        def meet_and_rename(self, target):  # both stand before the rename before either goes on
            meeting = pathlib.Path({str(tmp_path)!r}, "meeting")
            meeting.mkdir(exist_ok=True)
            (meeting / str(os.getpid())).touch()
            deadline = time.monotonic() + 60
            while len(list(meeting.iterdir())) < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
            try:
                rename(self, target)
                print("first")
            except OSError:
                print("second")
                raise

        pathlib.Path.rename = meet_and_rename
        print(len(digits.load(train=False)))
    """
    racers = [start(code, cache) for _ in range(2)]
    outputs = [racer.communicate(timeout=120) for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0], outputs
    assert sorted(out.split() for out, _ in outputs) == [["first", "10000"], ["second", "10000"]]
    assert [path.name for path in (cache / "course_utils").iterdir()] == ["mnist"]
    assert files(cache) == NAMES


@pytest.mark.parametrize("moment", ["halfway through a file", "before the rename"])
def test_process_killed_while_unpacking_leaves_nothing_to_be_taken_for_data(cache, moment):
    code = {
        "halfway through a file": """
            def write_half(self, content):
                with self.open("wb", buffering=0) as file:
                    file.write(content[: len(content) // 2])
                os.kill(os.getpid(), signal.SIGKILL)

            pathlib.Path.write_bytes = write_half
        """,
        "before the rename": """
            pathlib.Path.rename = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
        """,
    }[moment]
    victim = start(textwrap.dedent(code) + "digits.load(train=False)", cache)
    _, errors = victim.communicate(timeout=60)
    assert victim.returncode == -9, errors
    assert files(cache) != []
    assert not (cache / "course_utils" / "mnist").exists()
    assert len(digits.load(train=False)) == 10_000


@linux_only
def test_read_only_package_and_then_a_read_only_cache_are_enough(cache, shipped):
    code = f"""
        def make_read_only(root):
            for folder in [root, *root.rglob("*")]:
                if folder.is_dir():
                    folder.chmod(0o555)
                    try:
                        (folder / "touched").touch()
                    except PermissionError:
                        continue
                    sys.exit(f"could write to {{folder}}")

        digits._SHIPPED = pathlib.Path({str(shipped)!r})
        make_read_only(digits._SHIPPED)
        print(len(digits.load(train=False)))
        make_read_only(pathlib.Path({str(cache)!r}))
        print(len(digits.load(train=False)))
    """
    process = start(code, cache, preexec_fn=obey_modes)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "10000\n10000\n"), errors


@linux_only
def test_read_only_home_falls_back_to_the_temporary_folder(cache, temporary):
    cache.mkdir()
    cache.chmod(0o555)
    process = start(
        "print(len(digits.load(train=False)))",
        cache,
        environment={"TMPDIR": str(temporary)},
        preexec_fn=obey_modes,
    )
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "10000\n"), errors
    assert list(cache.iterdir()) == []
    assert files(temporary) == NAMES


@linux_only
def test_temporary_folder_that_others_keep_to_themselves_is_said_in_a_sentence(cache, temporary):
    cache.write_text("a file stands where the folder should")
    (temporary / "course_utils-mnist").mkdir(mode=0)
    process = start("digits.load(train=False)", cache, environment={"TMPDIR": str(temporary)}, preexec_fn=obey_modes)
    _, errors = process.communicate(timeout=60)
    assert "DataError: the digits cannot be unpacked" in errors.splitlines()[-1]
    assert "Permission denied" in errors.splitlines()[-1]


@linux_only
def test_what_must_not_be_read_is_said_in_a_sentence(cache):
    (cache / "course_utils").mkdir(parents=True)
    code = """
        digits.unpacked().joinpath("MNIST", "raw", "t10k-labels-idx1-ubyte").chmod(0)
        print(len(digits.load(train=True)), flush=True)
        digits.load(train=False)
    """
    process = start(code, cache, preexec_fn=obey_modes)
    out, errors = process.communicate(timeout=60)
    assert out == "60000\n", errors
    assert errors.splitlines()[-1].endswith("where answers are graded, only the training digits can be had.")


def test_import_is_free_of_torchvision():
    process = start("print('torchvision' in sys.modules)", "/nowhere")
    out, errors = process.communicate(timeout=60)
    assert out == "False\n", errors


def test_inked_rows_cuts_above_and_below_but_not_inside():
    image = torch.zeros(7, 6)
    image[2, 1], image[4, 3] = 0.5, 1.0
    assert torch.equal(digits.inked_rows(image), image[2:5])
    assert torch.equal(digits.inked_rows(image.T), image.T[1:4])
    assert digits.inked_rows(image).data_ptr() == image[2:].data_ptr()
    assert torch.equal(digits.inked_rows(image[2:3]), image[2:3])
    with pytest.raises(ValueError, match="image of 2 x 6 has no ink"):
        digits.inked_rows(image[:2])
