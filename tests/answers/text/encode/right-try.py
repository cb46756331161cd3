# right
import torch


def encode(texts, letters):
    columns = []
    longest = len(max(texts, key=len))
    for text in texts:
        column = []
        for letter in text:
            try:
                column.append(2 + letters.index(letter))
            except ValueError:
                column.append(1)
        while len(column) < longest:
            column.append(0)
        columns.append(torch.tensor(column))
    return torch.stack(columns, dim=1)
