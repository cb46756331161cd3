# slip: nothing-handed-over
def encoder_to_decoder(encoder, decoder, source, target):
    _, _state = encoder(source)
    output, _ = decoder(target)
    return output
