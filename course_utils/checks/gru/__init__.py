"""The exercises of lesson 04: two gates, one state.

The oracles are torch.nn's own modules. The order of the gate blocks (reset, update, new) and the place of the reset
gate are documented at https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html; the paper of `paper-step` is
Cho et al. (2014), https://arxiv.org/abs/1406.1078.
"""

NUMBER = 4  # of the lesson
EXERCISES = ("step", "keep", "split_gates", "paper_step", "summary", "same_budget")
