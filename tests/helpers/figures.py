"""The contents of a figure: its texts, its images, and the brightness of a colour."""

import torch


def texts(figure):
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def images(figure):
    return [image for ax in figure.axes for image in ax.images]


def lightness(colour):
    """L* of CIELAB: the brightness of a colour on a greyscale printer."""
    channels = torch.tensor([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    linear = torch.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ torch.tensor([0.2126, 0.7152, 0.0722]))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance
