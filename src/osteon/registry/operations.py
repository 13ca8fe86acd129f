"""What is done with a registry as a whole: founding, freezing, backing up, verifying."""

from osteon.registry.ledger import found_chain

__all__ = ["found_chain"]
