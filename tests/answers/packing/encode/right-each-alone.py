# right
import torch


def encode(gru, x, lengths):
    summaries = []
    for k, n in enumerate(lengths.tolist()):
        output, _ = gru(x[:n, k])
        summaries.append(torch.cat([output[-1, : gru.hidden_size], output[0, gru.hidden_size :]]))
    return torch.stack(summaries)
