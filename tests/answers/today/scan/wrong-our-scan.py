# slip: ready-made
# says: Write out what
from course_utils import scans


def scan(a, b, h_0):
    return scans.scan(a, b, h_0)
