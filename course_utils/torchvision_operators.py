"""Makes torchvision importable if its compiled half does not fit the installed build of torch.

A CPU build of torch beside a CUDA build of torchvision is a common mix-up. Then torchvision's compiled half fails to
load. Its Python half would still work, but on import it registers something for two operators that do not exist:
"operator torchvision::nms does not exist". Datasets, transforms and utils need neither of them.
"""

import importlib.machinery
import importlib.util

import torch

_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"

# torch forgets an operator when the Library that declared it is collected.
_declared: list[torch.library.Library] = []


def declare_missing() -> None:
    """Declare torchvision's operators nms and qnms to torch if torchvision cannot be imported without them.

    Call it before `import torchvision`; a second call does nothing. Nothing is declared if torch and torchvision
    fit, or if the operators exist already. The declarations have no implementation: `torchvision.ops.nms` still
    raises torchvision's own RuntimeError, and `torch.ops.torchvision.nms` raises NotImplementedError.

    Raises ModuleNotFoundError if torchvision is not installed.

    Source: torchvision 0.28, `extension.py` (how the compiled half is loaded) and `_meta_registrations.py`
    (which operators must exist).
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
    """Load torchvision's compiled half as `import torchvision` would; a later import then finds it loaded."""
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
