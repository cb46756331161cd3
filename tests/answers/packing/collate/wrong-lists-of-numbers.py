# slip: not-one-tensor
# says: torch.tensor makes a tensor of a list of whole numbers.
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    return pad_sequence(list(sequences)), [len(each) for each in sequences], list(labels)
