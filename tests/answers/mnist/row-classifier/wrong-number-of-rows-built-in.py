# slip: number-of-rows-built-in
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = None
        self.num_classes = num_classes

    def forward(self, rows):
        output, _ = self.rnn(rows)
        seen = output.transpose(0, 1).flatten(1)
        if self.head is None:
            self.head = nn.Linear(seen.shape[1], self.num_classes)
        return self.head(seen)
