# slip: shapes-do-not-fit
# says: Print the shapes of the two tensors of this line: axis by axis they must be equal, or one of them 1.
import torch


def masked_mean(output, lengths):
    real = torch.arange(len(output)).unsqueeze(1) < lengths
    return torch.where(real.unsqueeze(-1), output, 0.0).sum(0) / lengths
