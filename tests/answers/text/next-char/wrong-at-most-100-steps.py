# rung: edges
# says: a long text (seq_len = 130)
import torch


def next_char(ids, batch):
    steps = min((len(ids) - 1) // batch, 100)
    inputs, targets = ids[: batch * steps], ids[1 : batch * steps + 1]
    return inputs.reshape(batch, steps).T, targets.reshape(batch, steps).T
