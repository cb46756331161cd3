"""The stations, and a unit."""

NAMES = ["Ash", "Brook"]


def to_inches(mm):
    return mm / 25.4
