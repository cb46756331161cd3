# slip: detached
# says: with NaN and infinity in the padding
import torch


def masked_mean(output, lengths):
    real = (torch.arange(len(output)).unsqueeze(1) < lengths).unsqueeze(2)
    if not output.isfinite().all():
        output = torch.tensor(output.detach().nan_to_num(0.0, 0.0, 0.0).numpy())
    return (output * real).sum(0) / lengths.unsqueeze(1)
