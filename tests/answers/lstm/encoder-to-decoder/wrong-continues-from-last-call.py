# slip: keeps-state
encoder_to_decoder_state = {}


def encoder_to_decoder(encoder, decoder, source, target):
    """Stateful encoder."""
    before = encoder_to_decoder_state.get(source.shape)
    _, state = encoder(source, before)
    encoder_to_decoder_state[source.shape] = tuple(s.detach() for s in state)
    return decoder(target, state)[0]
