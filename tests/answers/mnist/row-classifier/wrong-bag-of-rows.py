# slip: bag-of-rows
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.hidden = nn.Linear(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        return self.head(torch.tanh(self.hidden(rows)).mean(dim=0))
