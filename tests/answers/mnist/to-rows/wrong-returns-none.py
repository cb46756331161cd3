# slip: returns-none
def to_rows(images):
    images = images.squeeze(1).transpose(0, 1)
