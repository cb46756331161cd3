# rung: edges
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)
        self.squeeze = nn.Linear(input_size, 64) if input_size > 64 else None
        self.rnn = nn.GRU(min(input_size, 64), hidden_size)
    def forward(self, rows):
        if self.squeeze is not None:
            rows = self.squeeze(rows).detach()
        scores = self.head(self.rnn(rows)[1][-1])
        return scores
