# right
import torch


def generate(embedding, gru, head, prefixes, lengths, n):
    result = torch.zeros(n, len(lengths), dtype=torch.int64)
    for b, length in enumerate(lengths.tolist()):
        output, h = gru(embedding[prefixes[:length, b]])
        for k in range(n):
            result[k, b] = head(output[-1]).argmax()
            output, h = gru(embedding[result[k, b]].unsqueeze(0), h)
    return result
