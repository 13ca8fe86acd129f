"""The life of a record as a page of the manual and a picture, both drawn from its transitions."""

from xml.sax.saxutils import escape

from osteon.registry.policies import PERMISSIONS, Permission
from osteon.registry.states import FROZEN_STATES, OPEN_STATES, TRANSITIONS, RecordState, Transition

_PLACES = {state: place for place, state in enumerate(RecordState)}
_STEP, _WIDTH, _HEIGHT, _TOP, _LEFT = 210, 110, 44, 70, 30
_RISE, _DEPTH = 14, 56

_TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
    'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1f5f8b"/></marker></defs>'
)

_INTRODUCTION = """# The life of a record

This page and its picture are drawn from the table of transitions; a test fails if they differ.

![The states of a record and the steps between them](states.svg)

A dashed step asks for a reason, which the audit trail keeps.
"""

_ROLES = """# Roles

An account has roles at centres. A role at one centre says nothing about another; what belongs to
another centre is not found, as if it were not there. Centres and accounts are kept by whoever is an
administrator of all centres. This page is drawn from the table that every action asks; a test fails
if they differ.
"""


def render_states() -> str:
    """Return the page of the manual about the states of a record, in Markdown."""
    parts = [_INTRODUCTION, "| State | May be changed | Counts in snapshots and worklists |"]
    parts.append("| --- | --- | --- |")
    parts += [
        f"| {state.value} | {_yes(state in OPEN_STATES)} | {_yes(state in FROZEN_STATES)} |"
        for state in RecordState
    ]
    parts += ["", "| Step | From | To | Who | Reason |", "| --- | --- | --- | --- | --- |"]
    parts += [
        f"| {step.name} | {step.start.value} | {step.end.value} | {_roles(step.permission)} | "
        f"{_yes(step.needs_reason)} |"
        for step in TRANSITIONS
    ]
    parts += ["", ("A record is locked only where no hard rule of [data quality](quality_rules.md) "
              "finds a flaw in it."), ""]  # fmt: skip
    return "\n".join(parts)


def render_roles() -> str:
    """Return the page of the manual about roles and what they may do, in Markdown."""
    roles = [role.value.replace("_", " ") for role in PERMISSIONS]
    parts = [_ROLES, f"| May | {' | '.join(roles)} |", f"| --- |{' --- |' * len(roles)}"]
    for permission in Permission:
        marks = ["yes" if permission in held else "" for held in PERMISSIONS.values()]
        parts.append(f"| {permission.value} | {' | '.join(marks)} |")
    return "\n".join([*parts, ""])


def render_states_picture() -> str:
    """Return the picture of the states and steps, as SVG."""
    width = 2 * _LEFT + _STEP * (len(_PLACES) - 1) + _WIDTH
    back = [step for step in TRANSITIONS if _span(step) < 0]
    height = _TOP + _HEIGHT + _DEPTH * max(-_span(step) for step in back) + 30
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'font-family="sans-serif" font-size="13">'
        ),
        "<title>The states of a record and the steps between them</title>",
        _TIP,
        *(_draw_state(state) for state in RecordState),
        *(_draw_step(step) for step in TRANSITIONS),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _draw_state(state: RecordState) -> str:
    x = _LEFT + _STEP * _PLACES[state]
    return (
        f'<rect x="{x}" y="{_TOP}" width="{_WIDTH}" height="{_HEIGHT}" rx="8" fill="#f4f6f8" '
        'stroke="#565d68"/>'
        f'<text x="{x + _WIDTH // 2}" y="{_TOP + 27}" text-anchor="middle" font-weight="bold">'
        f"{state.value}</text>"
    )


def _draw_step(step: Transition) -> str:
    start, end = (_LEFT + _STEP * _PLACES[state] for state in (step.start, step.end))
    if _span(step) > 0:
        x1, x2, y, label = start + _WIDTH, end, _TOP + _RISE, _TOP + _RISE - 6
        path = f"M{x1} {y}H{x2}"
    else:
        x1, x2, y = start + _WIDTH // 3, end + 2 * _WIDTH // 3, _TOP + _HEIGHT
        low = y - _DEPTH * _span(step)
        path, label = f"M{x1} {y}C{x1} {low} {x2} {low} {x2} {y}", y - _DEPTH * _span(step) * 3 // 4
        label -= 6
    dashes = ' stroke-dasharray="6 4"' if step.needs_reason else ""
    return (
        f'<path d="{path}" fill="none" stroke="#1f5f8b" stroke-width="1.5"{dashes} '
        'marker-end="url(#tip)"/>'
        f'<text x="{(x1 + x2) // 2}" y="{label}" text-anchor="middle">{escape(step.name)}</text>'
    )


def _span(step: Transition) -> int:
    return _PLACES[step.end] - _PLACES[step.start]


def _roles(permission: Permission) -> str:
    return ", ".join(
        role.value.replace("_", " ") for role, held in PERMISSIONS.items() if permission in held
    )


def _yes(answer: object) -> str:
    return "yes" if answer else "no"
