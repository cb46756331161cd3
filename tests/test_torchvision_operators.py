"""The remedy for a torchvision that does not fit torch, with a broken and a healthy one, in fresh processes.

A test simulates what loading torchvision's compiled half does: it fails, or it registers its operators, as a matching
build would. Everything else is the installed torchvision.
"""

import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path

BROKEN = """
    import torch

    def load_library(path):
        raise OSError(f"Could not load this library: {path}")

    torch.ops.load_library = load_library
"""

# The operators that torchvision's Python half registers something for when its compiled half is there.
HEALTHY = """
    import pathlib
    import torch

    loaded = []

    def load_library(path):
        if not pathlib.Path(path).name.startswith("_C"):  # its name has changed with the releases
            raise OSError(f"Could not load this library: {path}")
        if path not in loaded:  # as the dynamic linker does, once only
            loaded.append(path)
            boxes = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
            library.define("nms" + boxes)
            library.define("qnms" + boxes)
            library.define("_cuda_version() -> int")
            library.impl("nms", lambda dets, scores, iou_threshold: torch.tensor([0]), "CPU")
            library.impl("_cuda_version", lambda: -1, "CompositeExplicitAutograd")
            for name in ("roi_align", "roi_pool", "ps_roi_align", "ps_roi_pool", "deform_conv2d", "qroi_align"):
                library.define(name + "(Tensor input) -> Tensor")
                library.define(f"_{name}_backward(Tensor grad) -> Tensor")

    library = torch.library.Library("torchvision", "FRAGMENT")
    torch.ops.load_library = load_library
"""

CURE = """
    from course_utils.torchvision_operators import declare_missing
    declare_missing()
"""

USE = """
    import torch, torchvision
    from torchvision import datasets, transforms, utils
    grid = utils.make_grid(torch.zeros(3, 1, 7, 6))
    assert grid.dim() == 3
    digits = datasets.FakeData(size=3, image_size=(1, 7, 6), transform=transforms.ToTensor())
    assert digits[0][0].shape == (1, 7, 6)
"""

NMS = """
    from torchvision.ops import nms
    print(nms(torch.tensor([[0.0, 0.0, 1.0, 1.0]]), torch.ones(1), 0.5))
"""


def run(*parts: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    code = "".join(map(textwrap.dedent, parts))
    first = f"import sys; sys.path.insert(0, {str(path)!r})\n" if path else ""
    # Older releases warn that there is no compiled reader of pictures, too.
    warnings = ["-W", "error", "-W", "ignore:Failed to load image Python extension"]
    return subprocess.run([sys.executable, *warnings, "-c", first + code], capture_output=True, text=True, timeout=120)


def succeeds(*parts: str) -> str:
    result = run(*parts)
    assert result.returncode == 0, result.stderr
    return result.stdout


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode != 0, result.stdout
    return result.stderr.strip().splitlines()[-1]


def test_broken_alone_cannot_be_imported():
    assert last_line(run(BROKEN, "import torchvision")) == "RuntimeError: operator torchvision::nms does not exist"


def test_broken_is_cured_once_or_more():
    count = """
        from course_utils import torchvision_operators
        print(len(torchvision_operators._declared))
    """
    assert succeeds(BROKEN, CURE, CURE, USE, CURE, count) == "1\n"


def test_broken_is_cured_after_a_failed_import():
    failed = """
        try:
            import torchvision
        except RuntimeError:
            print("failed")
    """
    assert succeeds(BROKEN, failed, CURE, USE) == "failed\n"


def test_broken_declares_only_what_is_missing():
    other = """
        other = torch.library.Library("torchvision", "DEF")
        other.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    """
    succeeds(BROKEN, other, CURE, USE)


def test_broken_without_the_compiled_file_is_cured(tmp_path):
    installed = importlib.util.find_spec("torchvision")
    (tmp_path / "torchvision").mkdir()
    for item in Path(installed.submodule_search_locations[0]).iterdir():
        if not item.name.startswith("_C"):
            (tmp_path / "torchvision" / item.name).symlink_to(item)
    result = run(CURE, USE, "print(torchvision.__file__)", path=tmp_path)
    assert result.returncode == 0, result.stderr
    assert str(tmp_path) in result.stdout


def test_broken_operators_say_that_they_cannot_run():
    calls = """
        for nms in (torchvision.ops.nms, torch.ops.torchvision.nms, torch.ops.torchvision.qnms):
            try:
                nms(torch.rand(3, 4), torch.rand(3), 0.5)
            except Exception as error:
                print(type(error).__name__, str(error).partition(".")[0].partition(" with")[0])
    """
    assert succeeds(BROKEN, CURE, USE, calls).splitlines() == [
        "RuntimeError Couldn't load custom C++ ops",
        "NotImplementedError Could not run 'torchvision::nms'",
        "NotImplementedError Could not run 'torchvision::qnms'",
    ]


def test_healthy_is_left_alone():
    declared = """
        from course_utils import torchvision_operators
        print(torchvision_operators._declared, len(loaded))
    """
    assert succeeds(HEALTHY, CURE, CURE, USE, CURE, declared, NMS) == "[] 1\ntensor([0])\n"


def test_healthy_is_left_alone_after_the_import():
    assert succeeds(HEALTHY, USE, CURE, NMS) == "tensor([0])\n"


def test_healthy_would_not_survive_a_declaration():
    """Shows that the simulated healthy build can fail: a remedy that always declares would break it."""
    always = """
        declared = torch.library.Library("torchvision", "FRAGMENT")
        declared.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        import torchvision
    """
    assert "nms" in last_line(run(HEALTHY, always))


def test_installed_pair_is_usable_whatever_its_state():
    succeeds(CURE, USE)


def test_no_torchvision():
    absent = """
        import importlib.util
        importlib.util.find_spec = lambda name: None
    """
    assert last_line(run(absent, CURE)) == (
        'ModuleNotFoundError: torchvision is not installed: install it with "pip install torchvision==0.28.*".'
    )
