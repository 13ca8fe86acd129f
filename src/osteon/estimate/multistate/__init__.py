"""Patients who move between states: transition counts and occupation of states."""
