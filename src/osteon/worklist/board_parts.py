"""The parts of a board pack, each with its words in the language of a page."""

from dataclasses import dataclass

from osteon.worklist.certainty import Days
from osteon.worklist.language import ENGLISH, Language
from osteon.worklist.words import join


@dataclass(frozen=True)
class Primary:
    """A primary tumour.

    Parameters
    ----------
    site : str
        Where it began; empty where that is not known.
    grades : tuple of str
        The grades of the specimens that stand for it.
    diagnosed : str
        The day of diagnosis as recorded; empty where it is not known.
    """

    site: str
    grades: tuple[str, ...]
    diagnosed: str

    def words_in(self, language: Language) -> str:
        """Return the tumour in a phrase."""
        known = language.day(self.diagnosed) or language.text("on an unknown day")
        diagnosed = language.text("diagnosed %(day)s") % {"day": known}
        return join(*map(language.phrase, (self.site, *self.grades)), diagnosed)


@dataclass(frozen=True)
class LastResult:
    """The last result of an analyte.

    Parameters
    ----------
    analyte, when, value : str
        What was measured, when, and with which result, as recorded; no day where it is not known.
    low, high : float or None
        The normal range, as far as the laboratory stated it.
    is_outside : bool
        Whether it lies outside the normal range, where that is known.
    """

    analyte: str
    when: str
    value: str
    low: float | None
    high: float | None
    is_outside: bool

    @property
    def normal(self) -> str:
        """The normal range; nothing where none was stated."""
        return self.normal_in(ENGLISH)

    def normal_in(self, language: Language) -> str:
        """Return the normal range in a language; nothing where none was stated."""
        low, high = (
            None if limit is None else language.number(limit) for limit in (self.low, self.high)
        )
        if low is not None and high is not None:
            return language.text("%(low)s to %(high)s") % {"low": low, "high": high}
        if low is not None:
            return language.text("at least %(low)s") % {"low": low}
        return "" if high is None else language.text("at most %(high)s") % {"high": high}


@dataclass(frozen=True)
class PainPoint:
    """Pain and opioids on a day.

    Parameters
    ----------
    day : Days
        The day.
    when, site : str
        The day as recorded, and what the score refers to.
    nrs : int
        Worst pain from 0 to 10.
    omed_mg : float or None
        Daily opioids in mg of oral morphine; nothing where they are not known.
    """

    day: Days
    when: str
    site: str
    nrs: int
    omed_mg: float | None

    def opioids_in(self, language: Language) -> str:
        """Return the daily opioids in words; nothing where they are not known."""
        if self.omed_mg is None:
            return ""
        given = {"dose": language.number(self.omed_mg)}
        return language.text("%(dose)s mg of oral morphine a day") % given


@dataclass(frozen=True)
class BoardQuestion:
    """What a board was asked, and when; no day where it is not known."""

    when: str
    question: str

    def words_in(self, language: Language) -> str:
        """Return the question with its day."""
        return f"{language.day(self.when) or language.text('day not known')}: {self.question}"


@dataclass(frozen=True)
class OpenAction:
    """A decision of a board that was not carried out yet: its matter, its detail, its day."""

    matter: str
    detail: str
    due: str

    def words_in(self, language: Language) -> str:
        """Return the action with its day."""
        matter = language.text("open: %(matter)s") % {"matter": language.phrase(self.matter)}
        due = language.text("due %(day)s") % {"day": language.day(self.due)} if self.due else ""
        return join(matter, self.detail, due)
