"""Batch jobs: build, import, publish, train, demo. Each returns a frozen report."""
