# slip: axis-misplaced
# says: The axis of size 1 stands in another place.
def encoder_to_decoder(encoder, decoder, source, target):
    """If both begin with the same size, that must be the batch."""
    if source.size(0) == target.size(0):
        source, target = source.transpose(0, 1), target.transpose(0, 1)
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
