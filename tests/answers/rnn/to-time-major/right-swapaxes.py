# right
import torch

to_time_major = lambda x: torch.swapaxes(x, -3, -2)  # noqa: E731
