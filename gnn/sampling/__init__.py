"""Neighbour sampling: from memory, from files mapped into memory, and from a store, behind one protocol."""
