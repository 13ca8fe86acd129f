"""Osteon: a registry and study engine for bone metastases in neuroendocrine tumours."""

__version__ = "0.1.0"
