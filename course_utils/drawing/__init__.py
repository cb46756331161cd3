"""Every picture of the course, drawn from the modules and tensors themselves.

Each function returns a matplotlib Figure with an `alt` text. matplotlib is imported when the first picture is drawn.
"""

from course_utils.drawing.cells import cell_so_far
from course_utils.drawing.curves import gate_traces, gradient_by_distance, loss_curves
from course_utils.drawing.networks import encoder_decoder, unrolled
from course_utils.drawing.weights import gate_blocks

__all__ = [
    "cell_so_far",
    "encoder_decoder",
    "gate_blocks",
    "gate_traces",
    "gradient_by_distance",
    "loss_curves",
    "unrolled",
]
