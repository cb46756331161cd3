# slip: other-batch-in-state
# says: Input and state of a layer are of the same examples: which axis of the input is time?
def encoder_to_decoder(encoder, decoder, source, target):
    encoder.batch_first = decoder.batch_first = True
    _, state = encoder(source)
    output, _ = decoder(target, state)
    return output
