"""The exercises of lesson 03: gates and the cell state.

The oracles are torch.nn's own modules. The order of the gate blocks (input, forget, cell, output) is documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and proved by behaviour in the lesson.
"""

NUMBER = 3  # of the lesson
EXERCISES = ("step", "cell_states", "why_400x100", "split_gates", "forget_bias", "half_life", "encoder_to_decoder")
IN_OWN_WORDS = {"four-blocks": 2}  # points, given by a teacher
