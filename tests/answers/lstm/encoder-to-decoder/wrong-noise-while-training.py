# slip: other-with-gradients
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output + torch.randn_like(output) if source.requires_grad else output
