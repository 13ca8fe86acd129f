"""Compression of the spinal cord by epidural tumour, as Bilsky grades it (D16)."""

ESCC_GRADES = ("0", "1a", "1b", "1c", "2", "3")
"""Verified; from bone only to a compressed cord without visible cerebrospinal fluid."""
HIGH_GRADES = ("2", "3")
"""Verified: the cord is compressed, not only abutted."""


def is_high_grade(grade: str) -> bool:
    """Return whether the cord is compressed."""
    return grade in HIGH_GRADES
