# slip: other-batch-in-state
def encoder_to_decoder(encoder, decoder, source, target):
    encoder.batch_first = decoder.batch_first = True
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
