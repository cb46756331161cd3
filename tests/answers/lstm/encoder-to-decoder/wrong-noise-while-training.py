# slip: other-with-gradients
# says: Look for what is done only where something requires a gradient.
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output + torch.randn_like(output) if source.requires_grad else output
