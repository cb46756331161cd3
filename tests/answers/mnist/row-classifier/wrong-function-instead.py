# slip: first-line-changed
def RowClassifier(input_size, hidden_size, num_classes):
    return nn.Sequential(nn.Flatten(), nn.Linear(input_size, num_classes))
