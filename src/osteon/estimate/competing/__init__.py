"""Several causes and several states: incidence, tests, hazards, occupation of states."""
