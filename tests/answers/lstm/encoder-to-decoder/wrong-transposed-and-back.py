# slip: other-batch-in-state
# says: Input and state of a layer are of the same examples: which axis of the input is time?
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source.transpose(0, 1))
    output, _ = decoder(target.transpose(0, 1), state)
    return output.transpose(0, 1)
