# rung: values
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.num_classes = num_classes

    def forward(self, rows):
        output, _ = self.rnn(rows)
        head = nn.Linear(output.shape[-1], self.num_classes)
        return head(output[-1])
