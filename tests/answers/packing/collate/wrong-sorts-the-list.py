# slip: input-changed
# says: Work on a copy: sort, append and pop change their list.
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    batch = pad_sequence(sequences), torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
    examples.sort(key=lambda example: -len(example[0]))
    return batch
