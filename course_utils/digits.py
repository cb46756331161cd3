"""MNIST as row sequences: the digits that this package ships, read by `torchvision.datasets.MNIST`.

torchvision reads uncompressed files only, so the first use unpacks the shipped ones, 55 MB, into the user's
cache folder. Nothing is ever downloaded.
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import platformdirs
from torch import Tensor

from course_utils.errors import PlainError
from course_utils.torchvision_operators import declare_missing

if TYPE_CHECKING:
    from torchvision.datasets import MNIST


class DataError(PlainError):
    """The digits cannot be loaded; the message names the file or folder and says what to do."""


class _File(NamedTuple):
    name: str
    size: int  # bytes, uncompressed
    sha256: str  # of the uncompressed file


_SHIPPED = Path(__file__).parent / "data" / "mnist"
_FILES = (
    _File(
        "train-images-idx3-ubyte",
        16 + 60_000 * 28 * 28,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    _File(
        "train-labels-idx1-ubyte",
        8 + 60_000,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    _File(
        "t10k-images-idx3-ubyte",
        16 + 10_000 * 28 * 28,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    _File(
        "t10k-labels-idx1-ubyte",
        8 + 10_000,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)


def load(train: bool, transform: Callable[[Any], Any] | None = None) -> MNIST:
    """Load the 60,000 training digits or the 10,000 test digits.

    Each item is a pair: the digit, a PIL image of 28x28 grey levels passed through `transform`, and its
    label, an int from 0 to 9. All digits together are `.data`, uint8 of shape (60000 or 10000, 28, 28), and all
    labels are `.targets`, int64.

    Raises DataError if a shipped or an unpacked file is missing, damaged or unreadable, or if no folder can
    take the unpacked files; ModuleNotFoundError if torchvision is not installed.

    Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits"; see `data/mnist/README.md`.
    """
    declare_missing()
    from torchvision.datasets import MNIST

    try:
        return MNIST(unpacked(), train=train, transform=transform)
    except PermissionError as refusal:
        raise DataError(
            f"{refusal.filename} must not be read here: where answers are graded, only the training digits can be had."
        ) from refusal


def to_rows(images: Tensor) -> Tensor:
    """Turn a batch of images into sequences of rows, top row first.

    `images` is (batch, height, width) or (batch, 1, height, width); the result is a view of it, time-major:
    (seq_len=height, batch, input_size=width), as `nn.RNN` takes it.

    Raises ValueError if `images` has another number of axes, or channels other than one.

    >>> import torch
    >>> to_rows(torch.zeros(3, 1, 7, 6)).shape
    torch.Size([7, 3, 6])
    """
    if images.dim() == 4:
        if images.size(1) != 1:
            raise ValueError(f"images has {images.size(1)} channels but a sequence of rows needs exactly 1")
        images = images.squeeze(1)
    if images.dim() != 3:
        raise ValueError(
            f"images has {images.dim()} axes but must be (batch, height, width) or (batch, 1, height, width)"
        )
    return images.transpose(0, 1)


def inked_rows(image: Tensor) -> Tensor:
    """Cut away the rows without ink above and below a digit; empty rows inside it stay.

    Shapes: image (height, width), ink being greater than 0; returns a view of it, (rows, width). The inked columns
    are `inked_rows(image.T)`. Raises ValueError if the image has no ink.

    >>> import torch
    >>> inked_rows(torch.tensor([[0, 0], [0, 7], [0, 0], [9, 0], [0, 0]]))
    tensor([[0, 7],
            [0, 0],
            [9, 0]])
    """
    inked = (image > 0).any(dim=1).nonzero()
    if len(inked) == 0:
        raise ValueError(f"image of {image.shape[0]} x {image.shape[1]} has no ink")
    return image[int(inked[0]) : int(inked[-1]) + 1]


@cache  # a process that is locked in afterwards can no longer search for the folder
def unpacked() -> Path:
    """The folder with the unpacked files, made if it is missing: a root for `torchvision.datasets.MNIST`.

    Raises DataError as `load` does.
    """
    refusals = []
    for find in (_cache_folder, _temporary_folder):
        try:
            folder = find()
            if not folder.is_dir():
                _unpack_as(folder)
            _check(folder)
        except (OSError, RuntimeError) as refusal:  # RuntimeError: platformdirs finds no home folder
            refusals.append(str(refusal))
        else:
            return folder
    raise DataError(
        f"the digits cannot be unpacked ({'; '.join(refusals)}): set the environment variable TMPDIR to a"
        " folder that you can write to, with 55 MB of room."
    )


def _cache_folder() -> Path:
    return platformdirs.user_cache_path("course_utils") / "mnist"


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir()) / "course_utils-mnist"


def _unpack_as(folder: Path) -> None:
    """Unpack beside `folder`, then rename: it appears whole or not at all, even if several processes unpack at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as workshop:
        # Only its owner can read a temporary directory. A folder made inside it can be read by all once it is moved.
        fresh = Path(workshop) / folder.name
        raw = _raw(fresh)
        raw.mkdir(parents=True)
        for file in _FILES:
            (raw / file.name).write_bytes(_shipped(file))
        try:
            fresh.rename(folder)
        except OSError:
            # If another process was first, its files will do, and ours are deleted with the temporary directory.
            if not folder.is_dir():
                raise


def _shipped(file: _File) -> bytes:
    packed = _SHIPPED / f"{file.name}.gz"
    try:
        content = gzip.decompress(packed.read_bytes())
    except (OSError, EOFError, zlib.error) as fault:
        raise DataError(f"{packed} is missing or damaged: install the course again.") from fault
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DataError(f"{packed} does not hold the digits it should: install the course again.")
    return content


def _check(folder: Path) -> None:
    """Raise DataError unless every file has the right size; checksums would take too long at every load."""
    for file in _FILES:
        path = _raw(folder) / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise DataError(f"{path} is missing or damaged: delete the folder {folder}, and it is unpacked anew.")


def _raw(root: Path) -> Path:
    """Where `torchvision.datasets.MNIST` looks below its root."""
    return root / "MNIST" / "raw"
