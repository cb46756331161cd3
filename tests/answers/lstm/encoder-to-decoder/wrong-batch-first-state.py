# slip: state-of-another-shape
# says: A layer's state is (num_layers * num_directions, batch, hidden_size), with batch_first too.
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, c) = encoder(source)
    h, c = h.transpose(0, 1), c.transpose(0, 1)
    return decoder(target, (h, c))[0]
