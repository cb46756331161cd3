# slip: first-layer-and-zeros
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    h0, c0 = torch.zeros_like(h), torch.zeros_like(c)
    h0[0], c0[0] = h[0], c[0]
    return decoder(target, (h0, c0))[0]
