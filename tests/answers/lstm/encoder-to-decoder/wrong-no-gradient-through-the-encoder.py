# slip: state-detached
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    with torch.no_grad():
        _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
