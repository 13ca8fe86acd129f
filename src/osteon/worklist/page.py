"""Worklists and board packs as pages to print: one file each that loads nothing."""

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from osteon.worklist.board_pack import BoardPack
from osteon.worklist.drawing import draw_timeline
from osteon.worklist.gap import DISCLAIMER, NOT_SIGNED_OFF
from osteon.worklist.listing import Worklist, render_due, render_rows

TEMPLATES = "templates"


def render_html(worklist: Worklist) -> str:
    """Return a list as a page, with the text and the source of every rule that has a line."""
    return render_page("worklist.html.j2", worklist=worklist)


def render_board_pack(pack: BoardPack) -> str:
    """Return what a board needs to know of one patient as a page to print."""
    return render_page("board_pack.html.j2", pack=pack, drawing=draw_timeline(pack))


def render_page(template: str, **given: object) -> str:
    """Return a page from its template, with the style inside it."""
    environment = Environment(
        loader=PackageLoader("osteon.worklist", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"due": render_due, "rows": render_rows}
    style = (files("osteon.worklist") / TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(
        disclaimer=DISCLAIMER, not_signed_off=NOT_SIGNED_OFF, style=style, **given
    )
