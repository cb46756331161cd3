# slip: first-layer-only
def encoder_to_decoder(encoder, decoder, source, target):
    """Copy the encoder's state to every layer of the decoder."""
    _, (h, c) = encoder(source)
    layers = decoder.num_layers
    output, _ = decoder(target, (h[0].repeat(layers, 1, 1), c[0].repeat(layers, 1, 1)))
    return output
