"""Makes torchvision importable if its compiled half does not fit the installed build of torch.

A CPU build of torch beside a CUDA build of torchvision is a common mix-up. Then torchvision's compiled half fails to
load. Its Python half would still work, but on import it registers something for two operators that do not exist:
"operator torchvision::nms does not exist". Datasets, transforms and utils need neither of them.
"""

import importlib
import importlib.util
import sys

import torch

_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"

# torch forgets an operator when the Library that declared it is collected.
_declared: list[torch.library.Library] = []


def declare_missing() -> None:
    """Declare torchvision's operators nms and qnms to torch if torchvision cannot be imported without them.

    Call it before `import torchvision`; a second call does nothing. Nothing is declared if torchvision can be imported:
    a compiled half that loads later would find its operators taken, and newer releases then end the process. The
    declarations have no implementation: `torchvision.ops.nms` still raises torchvision's own RuntimeError, and
    `torch.ops.torchvision.nms` raises NotImplementedError.

    Raises ModuleNotFoundError if torchvision is not installed.

    Source: torchvision 0.21 to 0.29, `extension.py` (how the compiled half is loaded, whose name has changed) and
    `_meta_registrations.py` (which operators must exist).
    """
    if importlib.util.find_spec("torchvision") is None:
        raise ModuleNotFoundError(
            'torchvision is not installed: install it with "pip install torchvision==0.28.*".',
            name="torchvision",
        )
    if "torchvision" not in sys.modules:
        _forget_parts()
    try:
        importlib.import_module("torchvision")
    except RuntimeError:  # operator torchvision::nms does not exist
        _forget_parts()
        # A fragment, because another library may have declared one of the two in the same namespace.
        library = torch.library.Library("torchvision", "FRAGMENT")
        for name in ("nms", "qnms"):
            if not hasattr(torch.ops.torchvision, name):
                library.define(name + _SIGNATURE)
        _declared.append(library)


def _forget_parts() -> None:
    """Let Python import torchvision anew: an import that failed leaves some of its modules, which miss the others."""
    for name in [name for name in sys.modules if name.startswith("torchvision.")]:
        del sys.modules[name]
