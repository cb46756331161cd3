# slip: first-line-changed
def train_step(model, optimizer, images):
    return 0.0
