# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    S, B, _ = target.shape
    result = torch.empty(S, B, decoder.hidden_size)
    _, (h, c) = encoder(source)
    for s in range(S):
        step_output, (h, c) = decoder(target[s][None], (h, c))
        result[s] = step_output[0]
    return result
