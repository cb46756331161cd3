# slip: state-every-step
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    """Remind the decoder of the source at every step."""
    _, state = encoder(source)
    outputs = [decoder(y.unsqueeze(0), state)[0] for y in target]
    return torch.cat(outputs)
