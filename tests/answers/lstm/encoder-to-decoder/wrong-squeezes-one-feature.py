# slip: other-input-size
def encoder_to_decoder(encoder, decoder, source, target):
    """Takes away an axis of size 1, and then the layer cannot read the sequence."""
    _, state = encoder(source.squeeze(-1))
    output, _ = decoder(target.squeeze(-1), state)
    return output
