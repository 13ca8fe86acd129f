"""Concepts of what imaging graded in bone: uptake by receptors, response."""

from types import MappingProxyType

from osteon.concepts import switches
from osteon.concepts.concept import Concept
from osteon.concepts.expressions import receptor as expressions
from osteon.concepts.reference import receptor as reference

KRENNING = MappingProxyType(
    {
        "0": "Not above background",
        "1": "Much lower than liver",
        "2": "Up to liver",
        "3": "Above liver",
        "4": "Above spleen",
    }
)
RESPONSE = MappingProxyType(
    {
        "CR": "Complete response",
        "PR": "Partial response",
        "SD": "Stable disease",
        "PD": "Progressive disease",
        "NE": "Not evaluable",
    }
)

RECEPTOR_CONCEPTS = (
    Concept(
        name="krenning_highest",
        code="D17",
        version=1,
        title="Highest Krenning score in bone",
        kind="category",
        levels=KRENNING,
        tables=("imaging_study", "bone_lesion", "lesion_observation"),
        declared_switches=(
            switches.PARTIAL_DATES,
            switches.LEAST_CERTAINTY,
            switches.KRENNING_FROM,
            switches.LIVER_SHARE_PERCENT,
        ),
        help="The highest score of a bone metastasis at any study, known on the first day it was "
        "reached; on PET the modified score. Lesions count if certain enough, as judged then, and "
        "not benign. Measured uptake is the highest of the lesion at a study of the somatostatin "
        "receptor, against the means of blood pool (as background), liver and spleen, all of "
        "which have to be recorded.",
        expression=expressions.krenning_highest,
        reference=reference.krenning_highest,
    ),
    Concept(
        name="bone_response",
        code="D18",
        version=1,
        title="Response of bone",
        kind="category",
        levels=RESPONSE,
        tables=("imaging_study", "skeletal_finding"),
        declared_switches=(switches.PARTIAL_DATES, switches.RESPONSE_CHOICE),
        help="The response of bone by the MD Anderson criteria as recorded with a finding of the "
        "skeleton; none is derived from measurements, and overall responses by other criteria are "
        "no responses of bone. Not evaluable only where no study was evaluable. Undated studies do "
        "not count. Known on the day of the study, for the best response the first with it.",
        expression=expressions.bone_response,
        reference=reference.bone_response,
    ),
)
