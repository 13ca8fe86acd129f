"""Response of bone as recorded (D18)."""

BONE_RESPONSES = ("CR", "PR", "SD", "PD")
"""Best first."""
NOT_EVALUABLE = "NE"
