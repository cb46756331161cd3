# slip: not-finite
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    S, B, _ = target.shape
    output = torch.full((S, B, decoder.hidden_size), -torch.inf)
    for s in range(S - 1):
        out, state = decoder(target[s : s + 1], state)
        output[s] = out[0]
    return output
