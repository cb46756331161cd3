"""Typical trainings, with workers, checkpoints and a compiler, are judged right in a child."""

from __future__ import annotations

import pytest

from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import zygote

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sandbox")]

TRAIN = """
import torch, tempfile, os
from torch import nn
from tqdm.auto import tqdm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.fc = nn.LSTM(28, 64, batch_first=True), nn.Linear(64, 10)
    def forward(self, x):
        return self.fc(self.lstm(x.float() / 255)[1][0][-1])

def train(images, labels):
    model = {model}
    opt, loss_of = torch.optim.Adam(model.parameters(), lr=4e-3), nn.CrossEntropyLoss()
    data = torch.utils.data.TensorDataset(images, labels)
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True, num_workers={workers})
    for epoch in tqdm(range(8)):
        for x, y in loader:
            opt.zero_grad()
            loss_of(model(x), y).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
        {keep}
    return model
"""
KEEP = """with tempfile.NamedTemporaryFile(suffix=".pt") as file:
            torch.save(model.state_dict(), file.name)
            model.load_state_dict(torch.load(file.name))
        folder = tempfile.mkdtemp()
        torch.save(model.state_dict(), os.path.join(folder, "best.pt"))"""
TRAININGS = {
    "workers": TRAIN.format(model="Net()", workers=2, keep="pass"),
    "checkpoints": TRAIN.format(model="Net()", workers=0, keep=KEEP),
    "a compiler": TRAIN.format(model="torch.compile(Net())", workers=0, keep="pass"),
}


@pytest.mark.parametrize("source", TRAININGS.values(), ids=TRAININGS)
def test_a_training_is_judged_right(source: str) -> None:
    exercise = find("mnist/train")
    with Sandbox(zygote()) as sandbox:
        assert not sandbox.run_cell(source).failed
        seconds = max(10.0, exercise.seconds)
        verdict = judge(
            exercise,
            sandbox.answer(
                exercise.answer_name, exercise.parameters, seconds=seconds, use=exercise.use, is_class=exercise.is_class
            ),
        )
    assert verdict.passed, verdict
