"""Pages and forms of the registry: they show, ask and hand on; they decide nothing."""
