"""The command line: wires the rooms together, and turns errors into messages and exit codes."""

from osteon.cli.app import main

__all__ = ["main"]
