# right
import sys
import warnings


def encoder_to_decoder(encoder, decoder, source, target):
    encoder.flatten_parameters()
    decoder.flatten_parameters()
    _, state = encoder(source)
    if target.size(0) != source.size(0):
        warnings.warn("lengths differ", stacklevel=2)
    sys.stderr.write(f"{state[0].shape}\n")
    print("state:", state[0].norm().item())
    out, state = decoder(target, state)
    return out.contiguous()
