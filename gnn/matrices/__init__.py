"""Drug-target and drug-disease inference on matrices: interactions with similarities of their rows and columns."""
