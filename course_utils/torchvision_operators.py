"""Lets torchvision be imported beside a build of torch that its compiled half does not fit.

A CPU build of torch beside a CUDA build of torchvision is a common mix-up. torchvision's compiled half then
fails to load, which its Python half survives but for two operators that it describes to torch on import:
"operator torchvision::nms does not exist". Datasets, transforms and utils need neither of them.
"""

import importlib.machinery
import importlib.util

import torch

_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"

# torch forgets an operator when the Library that declared it is collected.
_declared: list[torch.library.Library] = []


def declare_missing() -> None:
    """Declare torchvision's operators nms and qnms to torch if torchvision cannot be imported without.

    To be called before `import torchvision`; a second call does nothing. Where torch and torchvision fit, and
    where the operators exist already, nothing is declared. What is declared has no implementation: calling
    `torchvision.ops.nms` still raises torchvision's own RuntimeError, calling `torch.ops.torchvision.nms`
    NotImplementedError.

    Raises ModuleNotFoundError if torchvision is not installed.

    Source: torchvision 0.28, `extension.py` (how the compiled half is loaded) and `_meta_registrations.py`
    (which operators are taken for granted).
    """
    if _missing() and not _extension_loads():
        # A fragment, because another library may have declared one of the two in the same namespace.
        library = torch.library.Library("torchvision", "FRAGMENT")
        for name in _missing():
            library.define(name + _SIGNATURE)
        _declared.append(library)


def _missing() -> list[str]:
    return [name for name in ("nms", "qnms") if not hasattr(torch.ops.torchvision, name)]


def _extension_loads() -> bool:
    """Load torchvision's compiled half as `import torchvision` would, which then finds it loaded."""
    package = importlib.util.find_spec("torchvision")
    if package is None:
        raise ModuleNotFoundError(
            'torchvision is not installed: install it with "pip install torchvision==0.28.*".',
            name="torchvision",
        )
    extension = importlib.machinery.PathFinder.find_spec("_C", package.submodule_search_locations)
    if extension is None or extension.origin is None:
        return False
    try:
        torch.ops.load_library(extension.origin)
    except OSError:
        return False
    return True
