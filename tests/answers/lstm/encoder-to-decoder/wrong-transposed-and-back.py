# slip: other-batch-in-state
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source.transpose(0, 1))
    output, _ = decoder(target.transpose(0, 1), state)
    return output.transpose(0, 1)
