# slip: hidden-size-ignored
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, 128)
        self.head = nn.Linear(128, num_classes)

    def forward(self, rows):
        output, _ = self.rnn(rows)
        return self.head(output[-1])
