"""Counts in words, for the sentences of guards."""


def render_patients(n: int) -> str:
    """Return a number of patients in words."""
    return "1 patient" if n == 1 else f"{n} patients"
