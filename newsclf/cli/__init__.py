"""The ``newsclf`` command. Each file beside this one is a command: parser, unpacking, plain function."""

from newsclf.cli.app import main

__all__ = ["main"]
