"""The second process of a study: draws figures ahead, and writes the report when all is known."""

import os
import pickle
import sys
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

from osteon.report.attrition import build_flow_charts
from osteon.report.beside import Commission
from osteon.report.documents.typeset import render_ahead
from osteon.report.documents.word import PICTURE_PPI
from osteon.report.figures import Drawing, keep_drawings
from osteon.report.formats import Format
from osteon.report.sections import Numbering, build_sections
from osteon.report.words import words_of
from osteon.study import StudyResults

Message = StudyResults | Commission


def work() -> None:
    """Draw what comes in, and write the report that comes last, in the formats named as arguments.

    Then all is done, though the thread that reads would wait for more: hence the way it ends.
    """
    has_pictures = Format.DOCX in sys.argv
    with keep_drawings(), render_ahead() as pictures:
        for message in _messages():
            if isinstance(message, Commission):
                message.write()
                os._exit(0)
            for drawing in draw(message):
                if has_pictures:
                    pictures.begin(drawing, ppi=PICTURE_PPI)


def draw(found: StudyResults) -> Iterator[Drawing]:
    """Yield the figures of some answers, or before there is any, of who is in the study."""
    words = words_of(found)
    if not found.analyses:
        yield from build_flow_charts(found.attrition, words)
    for section in build_sections(found, words, Numbering()):
        yield from (numbered.drawing for numbered in section.drawings)


def _messages() -> Iterator[Message]:
    """Yield what comes in; it is read at once, so that who sends it never waits."""
    inbox: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_receive, args=(inbox,), daemon=True).start()
    while True:
        yield inbox.get()


def _receive(inbox: SimpleQueue[Message]) -> None:
    """Put what comes in aside; where nothing comes any more, the first process has ended."""
    while True:
        try:
            message = pickle.load(sys.stdin.buffer)  # noqa: S301  # written by the program itself
        except EOFError:
            os._exit(1)
        inbox.put(message)
