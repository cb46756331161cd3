# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    state = torch.func.functional_call(encoder, dict(encoder.named_parameters()), (source,))[1]
    return torch.func.functional_call(decoder, dict(decoder.named_parameters()), (target, state))[0]
