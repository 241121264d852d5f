"""The demo: two made-up diaries and one real trial, as one result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.result import Result
from wearoff.formats.documents import Document, Meta
from wearoff.runs import meta
from wearoff.trial.result import Result as TrialResult

if TYPE_CHECKING:
    from wearoff.diary.examples import MadeUp
    from wearoff.trial.fit import FitResult

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class MadeUpRow(Document):
    """A made-up person: what was put in, and what is said of the whole diary and its beginning."""

    name: str
    put_in: str
    whole: Result
    early: Result


class DemoResult(Document):
    """What `wearoff demo --json` prints: the made-up people, the trial, and what was written."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    made_up: tuple[MadeUpRow, ...]
    trial: TrialResult
    wrote: tuple[str, ...]


@dataclass(frozen=True)
class Demo:
    """What the demo made: the people, the trial, and the pages that were written."""

    people: list[MadeUp]
    trial: FitResult
    wrote: tuple[str, ...]

    @property
    def result(self) -> DemoResult:
        """Everything that it says."""
        return DemoResult(
            meta=Meta(**meta(self.trial.seed)),
            made_up=tuple(
                MadeUpRow(
                    name=person.name,
                    put_in=person.put_in,
                    whole=person.whole.result,
                    early=person.early.result,
                )
                for person in self.people
            ),
            trial=self.trial.result,
            wrote=self.wrote,
        )
