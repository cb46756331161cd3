# slip: axis-lost
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output.squeeze()
