# right
import torch


def split_gates(weight: torch.Tensor) -> dict[str, torch.Tensor]:
    H = weight.shape[0] // 4
    return {
        "i": weight[:H],
        "f": weight[H : 2 * H],
        "g": weight[2 * H : 3 * H],
        "o": weight[3 * H :],
    }
