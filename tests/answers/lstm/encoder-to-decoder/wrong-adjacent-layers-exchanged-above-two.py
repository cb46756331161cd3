# rung: values
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    """First layer, last layer, then whatever lies between."""
    _, (h, c) = encoder(source)
    order = [0, *range(encoder.num_layers - 1, 0, -1)]
    return decoder(target, (torch.stack([h[k] for k in order]), torch.stack([c[k] for k in order])))[0]
