# right
import numpy as np
import torch


def collate(examples):
    lengths = np.array([len(s) for s, _ in examples])
    padded = np.zeros((lengths.max(), len(examples), examples[0][0].shape[1]), dtype=np.float32)
    for k, (s, _) in enumerate(examples):
        padded[: lengths[k], k] = s.numpy()
    return torch.from_numpy(padded), torch.from_numpy(lengths), torch.tensor([label for _, label in examples])
