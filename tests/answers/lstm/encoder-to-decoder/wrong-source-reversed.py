# slip: source-reversed
def encoder_to_decoder(encoder, decoder, source, target):
    """Reversed sources work better (Sutskever et al., 2014)."""
    _, state = encoder(source.flip(0))
    output, _ = decoder(target, state)
    return output
