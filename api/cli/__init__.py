"""The command line: one module a group of commands, loaded when it is called."""

from api.cli.main import main

__all__ = ["main"]
