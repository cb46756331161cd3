# slip: state-detached
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    if encoder.num_layers == 1:
        state = tuple(part.detach() for part in state)
    output, _ = decoder(target, state)
    return output
