# right
import torch


def collate(examples):
    lengths, labels, columns = [], [], []
    T = max(len(sequence) for sequence, _ in examples)
    for sequence, label in examples:
        missing = sequence.new_zeros(T - len(sequence), sequence.shape[1])
        columns.append(torch.cat([sequence, missing]).unsqueeze(1))
        lengths.append(len(sequence))
        labels.append(label)
    return [torch.cat(columns, dim=1), torch.as_tensor(lengths), torch.as_tensor(labels)]
