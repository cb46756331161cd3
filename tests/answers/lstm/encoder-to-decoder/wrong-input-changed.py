# slip: input-changed
def encoder_to_decoder(encoder, decoder, source, target):
    """The source is not needed any more."""
    _, state = encoder(source)
    output, _ = decoder(target, state)
    source.zero_()
    return output
