"""What all trained extraction models share: the task protocol, folds by document, cards, directories on disk."""
