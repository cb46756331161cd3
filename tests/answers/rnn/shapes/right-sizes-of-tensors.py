# right
import torch


def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    """Stacks one state for every layer and direction."""
    one = torch.zeros(batch, hidden_size)
    states = torch.stack([one for _ in range(num_layers) for _ in range(2 if bidirectional else 1)])
    steps = torch.cat([one, one], dim=1) if bidirectional else one
    dim = 1 if batch_first else 0
    x = torch.stack([torch.zeros(batch, input_size)] * seq_len, dim=dim)
    output = torch.stack([steps] * seq_len, dim=dim)
    return {"input": x.size(), "h_0": states.size(), "output": output.size(), "h_n": states.size()}
