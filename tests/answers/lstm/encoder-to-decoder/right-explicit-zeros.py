# right
import torch


def encoder_to_decoder(encoder, decoder, source, target):
    zeros = torch.zeros(encoder.num_layers, source.shape[1], encoder.hidden_size)
    memory = encoder(source, (zeros, zeros))[1]
    h0, c0 = (part.clone() for part in memory)
    return decoder.forward(target, (h0, c0))[0]
