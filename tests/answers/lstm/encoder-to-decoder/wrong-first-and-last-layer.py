# slip: first-sizes-only
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    if encoder.num_layers > 1:
        h = torch.stack([h[0], h[-1]])
        c = torch.stack([c[0], c[-1]])
    output, _ = decoder(target, (h, c))
    return output
