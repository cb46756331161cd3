# slip: returns-none
def encoder_to_decoder(encoder, decoder, source, target):
    _, state = encoder(source)
    output, state = decoder(target, state)
    print(output.shape)
