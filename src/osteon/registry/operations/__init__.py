"""What is done with a registry as a whole: founding, freezing, loading, backing up, verifying."""

from osteon.registry.ledger import found_chain
from osteon.registry.operations.backing_up import Restored, backup, restore
from osteon.registry.operations.first_account import OpenedAccount, open_first_account
from osteon.registry.operations.founding import create_centres, found
from osteon.registry.operations.freezing import freeze
from osteon.registry.operations.loading import Loaded, load_records, load_snapshot
from osteon.registry.operations.verifying import verify

__all__ = [
    "Loaded",
    "OpenedAccount",
    "Restored",
    "backup",
    "create_centres",
    "found",
    "found_chain",
    "freeze",
    "load_records",
    "load_snapshot",
    "open_first_account",
    "restore",
    "verify",
]
