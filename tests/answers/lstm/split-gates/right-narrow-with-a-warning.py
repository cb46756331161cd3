# right
import warnings


def split_gates(weight):
    H, rest = divmod(weight.shape[0], 4)
    if weight.dim() == 1:
        warnings.warn("this is a bias", stacklevel=2)
    assert rest == 0
    return {gate: weight.narrow(0, start * H, H).clone() for start, gate in enumerate("ifgo")}
