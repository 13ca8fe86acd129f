"""Studies: a snapshot frozen, a protocol run on it, its progress and its report."""
