# slip: not-one-tensor
from torch.nn.utils.rnn import pack_sequence


def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(pack_sequence(list(target.unbind(1))), state)
    return output
