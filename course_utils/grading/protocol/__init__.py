"""What the judge and a child say to each other; spoken on both sides, believed on neither."""
