# slip: missing
def sample(logits, temperature, top_k):
    raise NotImplementedError
