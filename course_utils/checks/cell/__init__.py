"""The exercises of lesson 02: the Cell API and the layer API.

The oracles are torch.nn's own layers, given the weights of the Cells. The names of a layer's weights are documented at
https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html.
"""

NUMBER = 2  # of the lesson
EXERCISES = ("copy_weights", "generate", "loop", "stack", "bidirectional", "last_states", "reset")
