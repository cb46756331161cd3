# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    """One target step at a time, as when generating."""
    state = encoder(source)[1]
    outputs = []
    for y in target:
        out, state = decoder(y.unsqueeze(0), state)
        outputs.append(out)
    return torch.cat(outputs, dim=0)
