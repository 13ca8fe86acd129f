"""The worklist: what is due and not on record, why, from which rows, by whose thresholds."""
