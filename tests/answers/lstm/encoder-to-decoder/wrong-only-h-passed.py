# slip: state-of-another-shape
# says: An LSTM's state is one pair (h, c), each of shape (num_layers * num_directions, batch, hidden_size).
def encoder_to_decoder(encoder, decoder, source, target):
    _, (h, _) = encoder(source)
    output, _ = decoder(target, h)
    return output
