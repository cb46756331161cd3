# slip: missing
def generate(embedding, gru, head, prefixes, lengths, n):
    raise NotImplementedError
