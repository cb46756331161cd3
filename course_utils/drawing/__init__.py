"""Every picture of the course, drawn from the modules and tensors themselves.

Each function returns a matplotlib Figure with an `alt` text. matplotlib is imported when the first picture is drawn.
"""

from course_utils.drawing.cells import cell_so_far, reset_after_and_before
from course_utils.drawing.chunks import cut_chains, dropped, lanes, learned, singular_values
from course_utils.drawing.curves import (
    errors_by_epoch,
    gate_traces,
    gradient_by_distance,
    kept_and_written,
    learning_curves,
    loss_curves,
    seed_results,
    time_by_length,
)
from course_utils.drawing.digits import as_read, confusion, digit_rows, gallery, reading
from course_utils.drawing.grids import (
    accuracy_by_padding,
    column_sequences,
    mask_grids,
    packed_grid,
    same_steps,
)
from course_utils.drawing.networks import encoder_decoder, task_shapes, unrolled, weight_sharing
from course_utils.drawing.scans import error_and_time, joined_steps, scan_tree
from course_utils.drawing.sequences import (
    continued,
    example_grids,
    example_labels,
    forecast,
    influence,
    over_time,
    sliding_windows,
)
from course_utils.drawing.states import handed_on, joined, state_layout, steps_seen
from course_utils.drawing.text import coloured_text, letter_probabilities, loss_by_seconds, next_letters
from course_utils.drawing.weights import gate_blocks, parameters_by_size

__all__ = [
    "accuracy_by_padding",
    "as_read",
    "cell_so_far",
    "coloured_text",
    "column_sequences",
    "confusion",
    "continued",
    "cut_chains",
    "digit_rows",
    "dropped",
    "encoder_decoder",
    "error_and_time",
    "errors_by_epoch",
    "example_grids",
    "example_labels",
    "forecast",
    "gallery",
    "gate_blocks",
    "gate_traces",
    "gradient_by_distance",
    "handed_on",
    "influence",
    "joined",
    "joined_steps",
    "kept_and_written",
    "lanes",
    "learned",
    "learning_curves",
    "letter_probabilities",
    "loss_by_seconds",
    "loss_curves",
    "mask_grids",
    "next_letters",
    "over_time",
    "packed_grid",
    "parameters_by_size",
    "reading",
    "reset_after_and_before",
    "same_steps",
    "scan_tree",
    "seed_results",
    "singular_values",
    "sliding_windows",
    "state_layout",
    "steps_seen",
    "task_shapes",
    "time_by_length",
    "unrolled",
    "weight_sharing",
]
