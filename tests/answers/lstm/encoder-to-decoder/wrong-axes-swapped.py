# slip: axes-swapped
def encoder_to_decoder(encoder, decoder, source, target):
    """Batch first, as the loss wants it."""
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output.transpose(0, 1)
