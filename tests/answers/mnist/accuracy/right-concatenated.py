# right
def accuracy(model, batches):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    scores = torch.cat([model(inputs) for inputs, _ in batches])
    labels = torch.cat([labels for _, labels in batches])
    for module, mode in modes.items():
        module.training = mode
    return (scores.argmax(1) == labels).double().mean().item()
