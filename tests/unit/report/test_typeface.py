"""The typeface of figures: what a journal and a reader need of it."""

import re
import zlib

import pytest
from fontTools.ttLib import TTFont
from matplotlib.font_manager import findfont

from osteon.report.figures.lettering import BODY, STRONG
from osteon.report.figures.page import Page
from osteon.report.figures.settings import fixed_settings
from osteon.report.figures.typeface import CAP_HEIGHT, FAMILY, FONT_FILES

PRINTED = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "\u00a0.,;:()[]/%+<>=|'\"-\u2013\u2212\u221e\u03c7\u00b2\u2264\u2265\u00b1\u00d7\u00b5"
    "\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df\u00e9\u0142\u0159\u011f\u03b1\u03b2\u0436"
)


def written(text, lettering=BODY):
    with fixed_settings():
        page = Page(100, 20)
        page.write(5, 10, (text,), lettering)
        return page.finish("drawing", title="A", description="A.")


@pytest.fixture(params=[BODY, STRONG], ids=["regular", "bold"])
def font(request):
    with fixed_settings(), TTFont(findfont(request.param.font)) as font:
        yield font


def test_the_fonts_in_use_are_those_of_the_package(font):
    assert font["name"].getDebugName(1) == FAMILY[0]
    assert f"{font['name'].getDebugName(6)}.ttf" in FONT_FILES


def test_the_font_has_every_letter_that_a_report_prints(font):
    assert {letter for letter in PRINTED if ord(letter) not in font.getBestCmap()} == set()


def test_the_font_is_small_enough_to_be_cut_at_once(font):
    """Thousands of glyphs and substitutions made cutting it slower than all drawing."""
    assert font["maxp"].numGlyphs < 1000
    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert features == {"kern"}


def test_capitals_are_as_high_as_lines_are_centred_on(font):
    assert font["OS/2"].sCapHeight / font["head"].unitsPerEm == pytest.approx(CAP_HEIGHT, abs=1e-3)


def test_the_pdf_embeds_true_type_and_its_letters_can_be_searched():
    pdf = written("Survival").pdf
    assert b"/CIDFontType2" in pdf
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    found = re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.DOTALL)
    streams = [zlib.decompress(stream) for stream in found]
    assert any(b"beginbfchar" in stream or b"beginbfrange" in stream for stream in streams)


def test_a_letter_that_the_font_lacks_is_drawn_from_another():
    assert b"DejaVuSans" in written("\u05d0").pdf
    assert b"DejaVuSans" not in written("Survival").pdf


def test_a_written_line_stands_where_it_is_asked_to_in_both_files():
    drawing = written("I")
    (x, y), *_ = re.findall(r"translate\(([\d.]+) ([\d.]+)\)", drawing.svg)
    middle = 10 + BODY.cap_mm / 2
    assert (float(x), float(y)) == pytest.approx((5 * 72 / 25.4, middle * 72 / 25.4), abs=0.01)
