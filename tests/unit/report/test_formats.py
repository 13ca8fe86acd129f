"""Which documents are written, and what is said of a format that is not known."""

import pytest

from osteon.errors import UserError
from osteon.report import ALL_FORMATS, Format, document_paths, parse_formats, write_report


def test_formats_are_read_from_a_list():
    assert parse_formats("html, DOCX", where="--format") == {Format.HTML, Format.DOCX}


@pytest.mark.parametrize(
    ("text", "said"),
    [("html,pfd", ("--format: found 'pfd'; permitted: html, docx, pdf, xlsx, latex. "
                   "Did you mean 'pdf'?")),
     (" , ", "--format: found nothing; permitted: html, docx, pdf, xlsx, latex.")],
)  # fmt: skip
def test_what_is_not_a_format_is_refused(text, said):
    with pytest.raises(UserError, match="formats of the report cannot be read") as caught:
        parse_formats(text, where="--format")
    assert said in str(caught.value)


def test_documents_of_an_earlier_run_that_are_not_asked_for_are_taken_away(results, tmp_path):
    for path in document_paths(tmp_path, ALL_FORMATS):
        path.write_text("old", encoding="utf-8")
    assert write_report(results, tmp_path, formats=[Format.PDF]) == tmp_path / "report.pdf"
    assert [path.name for path in sorted(tmp_path.glob("report.*"))] == ["report.pdf"]
