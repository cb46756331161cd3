# slip: tanh-of-c
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    output, _ = decoder(target, (h, torch.tanh(c)))
    return output
