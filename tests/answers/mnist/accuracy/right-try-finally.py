# right
def accuracy(model, batches):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.inference_mode():
            hits = [hit for x, y in batches for hit in (model(x).argmax(1) == y).tolist()]
    finally:
        for module, mode in modes:
            module.training = mode
    return sum(hits) / len(hits)
