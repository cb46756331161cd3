"""What nbgrader_config.py names: nbgrader's own doors, and nothing of nbgrader replaced."""
