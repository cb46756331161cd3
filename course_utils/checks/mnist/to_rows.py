"""A batch of images as sequences of rows, time first."""

from __future__ import annotations

from collections.abc import Mapping

from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Random, Sizes, trials
from course_utils.checks.learner.values import Value


def _images(random: Random, sizes: Sizes) -> Mapping[str, Value]:
    return {"images": random.input(sizes, sizes.B, 1, sizes.T, sizes.F)}


EXERCISE = Exercise(
    id="mnist/to-rows",
    parameters=("images",),
    points=1,
    # No trial is `turned`: images from a DataLoader are contiguous, and it is common to call .view on them.
    trials=trials(
        _images,
        *("B=1", "T=1", "F=1", "T=1 F=1", "T=3", "T=6", "B=6", "T=28 F=28", "T=28 F=28 B=1"),
        *("T=66", "B=66 F=66 far=1", "equal"),
        words={
            "T=1": "images of one row (height = 1)",
            "F=1": "images of one column (width = 1)",
            "T=1 F=1": "images of a single pixel",
            "T=3": "as many rows as images (height = batch = 3)",
            "T=6": "square images (height = width = 6)",
            "B=6": "as many columns as images (width = batch = 6)",
            "T=28 F=28": "square images (28 by 28)",
            "T=28 F=28 B=1": "a single image of 28 by 28",
            "T=66": "images of many rows (height = 66)",
            "B=66 F=66 far=1": "many images of many columns (batch = width = 66), with pixels far from zero",
            "equal": "as many images as rows and columns (4)",
        },
    ),
    axes={"images": "B1TF"},
    also={
        "28 by 28": lambda trial: trial.arguments["images"].shape[2:] == (28, 28),
        "one image of 28 by 28": lambda trial: trial.arguments["images"].shape == (1, 1, 28, 28),
    },
    oracle=lambda images: images.squeeze(1).transpose(0, 1),
    returns=TensorOf(("height", "batch", "width"), hint="Which pixel of which image should stand at each place?"),
    gradient=False,  # images are data: nothing before this step learns
    slips=(
        Slip(
            "columns-as-time",
            "your time steps are the columns, from left to right; asked for are the rows, from the top",
            "Write down what each axis means after every call; with square images no shape would tell you.",
            lambda images: images.squeeze(1).permute(2, 0, 1),
        ),
        Slip(
            "squeezed-batch",
            "every axis of size 1 is gone: with the channel went the batch of one, or the height of one",
            "Say which axis squeeze is to remove.",
            lambda images: images.squeeze().transpose(0, 1) if images.squeeze().dim() > 1 else images.squeeze(),
        ),
        Slip(
            "reshaped",
            "the shape is right, the images are scrambled: reshape and view count numbers off and never swap axes",
            "Swap axes with transpose or permute.",
            lambda images: images.reshape(images.size(2), images.size(0), images.size(3)),
        ),
        Slip(
            "batch-first",
            "your result is (batch, height, width): the rows are not in front yet",
            "An nn.LSTM reads time first: which axis is time here?",
            lambda images: images.squeeze(1),
        ),
        Slip(
            "channel-kept",
            "the channel axis is still there",
            "A grey image has one channel: take it away before or after you swap the others.",
            lambda images: images.permute(2, 0, 1, 3),
        ),
        Slip(
            "channel-as-batch",
            "the channel stands where the batch belongs, and there are four axes",
            "Take the channel away first; then three axes are left.",
            lambda images: images.transpose(0, 2),
        ),
        Slip(
            "bottom-row-first",
            "your rows come from the bottom to the top",
            "Row 0 of an image is its top row: leave the order as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(0),
        ),
        Slip(
            "mirrored",
            "your rows run from right to left",
            "Leave the order of the pixels in a row as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(2),
        ),
        Slip(
            "pixels-as-time",
            "every pixel is a time step of its own; asked for is one row per step",
            "A step has as many features as the image is wide.",
            lambda images: images.flatten(1).T.unsqueeze(2),
        ),
        Slip(
            "batch-last",
            "your result is (height, width, batch)",
            "An nn.LSTM reads (seq_len, batch, input_size): the pixels of a row come last.",
            lambda images: images.squeeze(1).permute(1, 2, 0),
        ),
        Slip(
            "columns-batch-first",
            "you swapped height and width, and the batch is still in front",
            "The two axes that have to change places are batch and height.",
            lambda images: images.squeeze(1).transpose(1, 2),
        ),
        Slip(
            "rows-in-one-pile",
            "all rows of all images are in one pile: time and batch have to stay two axes",
            "torch.stack makes a new axis, torch.cat does not.",
            lambda images: images.squeeze(1).transpose(0, 1).flatten(0, 1),
        ),
        Slip(
            "flattened",
            "each image is one long row: there is no time left",
            "Keep height and width apart; only axes change places.",
            lambda images: images.flatten(1),
        ),
        Slip(
            "first-image-only",
            "only the first image came back",
            "images[0] is the first image; images[:, 0] is the first channel of all.",
            lambda images: images[0].transpose(0, 1),
        ),
        Slip(
            "batch-reversed",
            "the images are in reverse order",
            "Leave the order of the batch as it is.",
            lambda images: images.squeeze(1).transpose(0, 1).flip(1),
        ),
        Slip(
            "scaled",
            "your rows hold the pixels divided by 255; asked for are the pixels as they are",
            "Only axes change places: scale the images before this step or after it.",
            lambda images: images.squeeze(1).transpose(0, 1) / 255,
        ),
    ),
)
