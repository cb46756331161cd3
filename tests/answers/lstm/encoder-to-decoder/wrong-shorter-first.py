# rung: values
def encoder_to_decoder(encoder, decoder, source, target):
    """Takes the longer of the two for the source, and reads it from the end."""
    if len(source) > len(target):
        source = source.flip(0)
    return decoder(target, encoder(source)[1])[0]
