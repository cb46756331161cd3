# slip: h-only
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, _) = encoder(source)
    output, _ = decoder(target, (h, torch.zeros_like(h)))
    return output
