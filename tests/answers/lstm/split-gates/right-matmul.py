# right
import torch


def split_gates(weight):
    """Each gate is a selection of the rows: E_k @ weight."""
    h = weight.shape[0] // 4
    eye = torch.eye(4 * h)
    return {gate: eye[k * h : (k + 1) * h] @ weight for k, gate in enumerate("ifgo")}
