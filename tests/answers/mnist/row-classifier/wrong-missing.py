# slip: missing
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        raise NotImplementedError()

    def forward(self, rows):
        raise NotImplementedError()
