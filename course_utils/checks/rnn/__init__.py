"""The exercises of lesson 01: sequences and the plain RNN.

The oracles are torch.nn's own modules; the equation is documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html.
"""

NUMBER = 1  # of the lesson
EXERCISES = ("step", "forward", "sliding_windows", "count_parameters", "shapes", "leaks", "to_time_major", "worth_it")
