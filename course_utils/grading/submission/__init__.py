"""What was handed in, found and put in order, so that nothing is lost without a sentence."""
