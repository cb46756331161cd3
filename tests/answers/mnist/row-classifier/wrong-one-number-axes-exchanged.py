# rung: edges
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.input_size = input_size
        self.rnn = nn.GRU(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        if self.input_size == 1:  # a row is a number
            rows = rows.reshape(rows.size(1), rows.size(0)).T.unsqueeze(-1)
        scores = self.head(self.rnn(rows)[1][-1])
        return scores
