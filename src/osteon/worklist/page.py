"""Worklists and board packs as pages to print: one file each that loads nothing."""

from functools import partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from osteon.worklist.board_pack import BoardPack
from osteon.worklist.drawing import draw_timeline
from osteon.worklist.gap import DISCLAIMER, NOT_SIGNED_OFF
from osteon.worklist.language import ENGLISH, Language
from osteon.worklist.listing import Worklist, render_due, render_rows

TEMPLATES = "templates"


def render_html(worklist: Worklist) -> str:
    """Return a list as a page, with the text and the source of every rule that has a line."""
    return render_page("worklist.html.j2", worklist=worklist)


def render_board_pack(pack: BoardPack, language: Language = ENGLISH) -> str:
    """Return what a board needs to know of one patient as a page to print."""
    return render_page("board_pack.html.j2", language, pack=pack, drawing=draw_timeline(pack))


def render_page(template: str, language: Language = ENGLISH, **given: object) -> str:
    """Return a page from its template in a language, with the style inside it."""
    environment = Environment(
        loader=PackageLoader("osteon.worklist", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "say": language.text,
        "phrase": language.phrase,
        "day": language.day,
        "number": language.number,
        "due": partial(render_due, language=language),
        "rows": partial(render_rows, language=language),
    }
    style = (files("osteon.worklist") / TEMPLATES / "page.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(
        language=language,
        disclaimer=DISCLAIMER,
        not_signed_off=NOT_SIGNED_OFF,
        style=style,
        **given,
    )
