# slip: missing
bigram = None
