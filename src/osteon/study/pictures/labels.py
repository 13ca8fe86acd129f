"""Printed words of what only pictures show: regions of the skeleton, and measurements."""

from collections.abc import Mapping

from osteon.protocol import SkeletalMap, StudyProtocol, Trajectory
from osteon.study.pictures.regions import region_labels


def picture_labels(protocol: StudyProtocol) -> Mapping[str, Mapping[str, str]]:
    """Return printed words by kind and id for the pictures that a protocol has."""
    analyses = protocol.analysis.values()
    has_map = any(isinstance(analysis, SkeletalMap) for analysis in analyses)
    regions = region_labels() if has_map else {}
    measured = {
        name: measurement.label
        for analysis in analyses
        if isinstance(analysis, Trajectory)
        for name, measurement in analysis.values.items()
    }
    return {**regions, "variable": {**measured, **regions.get("variable", {})}}
