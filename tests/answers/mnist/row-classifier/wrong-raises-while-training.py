# rung: values
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        if self.training and len(rows) != 28:
            raise ValueError('28 rows, please')
        return self.head(self.rnn(rows)[1][-1])
