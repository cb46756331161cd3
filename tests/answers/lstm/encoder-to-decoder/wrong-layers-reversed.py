# slip: layers-reversed
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    """The top layer knows most, so it goes first."""
    _, (h, c) = encoder(source)
    order = list(range(encoder.num_layers - 1, -1, -1))
    return decoder(target, (torch.stack([h[k] for k in order]), torch.stack([c[k] for k in order])))[0]
