"""Curves without the steps of single patients."""

from dataclasses import replace

from osteon.study import Curve


def coarsen(curve: Curve, threshold: int) -> Curve:
    """Return a curve that ends where few are at risk, and steps only after several events.

    It holds no counts: how many left on which day is told of nobody.
    """
    kept = [0]
    n_event = 0.0
    for index in range(1, len(curve.time)):
        if curve.n_at_risk[index] < threshold:
            break
        n_event += curve.n_event[index]
        if n_event >= threshold:
            kept.append(index)
            n_event = 0.0
    nothing = tuple(0.0 for _ in kept)
    return replace(
        curve,
        time=tuple(curve.time[i] for i in kept),
        estimate=tuple(curve.estimate[i] for i in kept),
        conf_low=tuple(curve.conf_low[i] for i in kept),
        conf_high=tuple(curve.conf_high[i] for i in kept),
        n_at_risk=nothing,
        n_event=nothing,
        n_censored=nothing,
    )
