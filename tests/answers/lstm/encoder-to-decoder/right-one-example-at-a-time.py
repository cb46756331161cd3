# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    results = []
    for b in range(source.shape[1]):
        _, state = encoder(source[:, b])
        results.append(decoder(target[:, b], state)[0])
    return torch.stack(results, dim=1)
