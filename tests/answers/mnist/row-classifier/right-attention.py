# right
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size)
        self.score = nn.Linear(hidden_size, 1)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        output, _ = self.rnn(rows)
        share = self.score(output).softmax(dim=0)
        return self.head((share * output).sum(dim=0))
