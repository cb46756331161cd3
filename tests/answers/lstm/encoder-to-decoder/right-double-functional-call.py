# right
import torch
from torch.func import functional_call


def encoder_to_decoder(encoder, decoder, source, target):
    def run(layer, *inputs):
        return functional_call(layer, {n: p.double() for n, p in layer.named_parameters()}, inputs)

    _, state = run(encoder, source.double())
    output, _ = run(decoder, target.double(), state)
    return output.float()
