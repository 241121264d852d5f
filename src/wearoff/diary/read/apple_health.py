"""Apple Health: ``export.xml``, alone or in the ``export.zip`` that a phone shares.

Records of type Headache become days by the rules of `wearoff.diary.read.attacks`: Not Present is a
day without headache, Mild, Moderate and Severe are ``severity_3``, Unspecified is a headache of
unknown severity. Records of menstrual flow within those days are ``menstruation``. Everything else
is passed over. Times are of the phone's clock, as written.

An archive of years holds a gigabyte: it is read as a stream, and nothing but these records is kept.
The document type in front of it is not parsed: that of some phones is malformed (version 12 of the
export never closes a declaration), and entities, with which a small file can grow without end, have
no other place.
"""

from __future__ import annotations

import hashlib
import math
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast
from xml.parsers import expat

from wearoff.diary.pieces import ReadFile
from wearoff.diary.read.attacks import Attack, AttackDays, attack_days
from wearoff.diary.read.entries import Entry, Reading
from wearoff.errors import Faults, InputError, printable
from wearoff.formats import zips
from wearoff.formats.dates import YEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import IO

    from wearoff.diary.read.readers import Source

HEADACHE, FLOW = "HKCategoryTypeIdentifierHeadache", "HKCategoryTypeIdentifierMenstrualFlow"
VALUES: Mapping[str, Mapping[str, float]] = {
    HEADACHE: {
        "HKCategoryValueSeverityNotPresent": 0,
        "HKCategoryValueSeverityMild": 1,
        "HKCategoryValueSeverityModerate": 2,
        "HKCategoryValueSeveritySevere": 3,
        "HKCategoryValueSeverityUnspecified": math.nan,
    },
    FLOW: {
        f"HKCategoryValue{name}{flow}": float(flow != "None")
        for name in ("MenstrualFlow", "VaginalBleeding")  # the name until 2024, and since
        for flow in ("None", "Light", "Medium", "Heavy", "Unspecified")
    },
}
"""Severity from 0 to 3, NaN where it is unknown; flow as no or yes."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)
DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\s[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)
HEAD, CHUNK = 2**18, 2**20
"""Bytes in which the document type is sought (it has some 15,000), and that are read at once."""
OFFICE = {"[Content_Types].xml", "content.xml"}
"""What a workbook holds, which is a zip as well."""
DEEPEST = 100
"""Elements within each other; an export has five."""
EXPORT_AGAIN = "export it again: Health app, your picture, Export All Health Data"


def recognizes(source: Source) -> bool:
    """Whether it is an archive, or a zip with one in it."""
    return _is_archive(source.head) or (
        source.path is not None and _zipped(source.path) is not None
    )


def read(source: Source) -> Reading:
    """The days of an archive; those without a record are not written.

    Where no absence of headache is recorded it is a list of attacks.

    Raises:
        InputError: as `read_records` and `archive_days`.
    """
    file = cast("Path", source.path)  # a frame is no archive
    with _opened(file) as stream:
        records = read_records(stream, file)
    days = archive_days(records, file)
    with file.open("rb") as whole:
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
    return Reading(
        file=ReadFile(
            kind="diary",
            source=printable(file.name),
            format="Apple Health",
            sha256=digest,
            dates="iso",
            separator="",
            encoding="",
            sheet=None,
            words={},
            columns={},
        ),
        entries=days.entries,
        attacks=all(record.value != 0 for record in records.headaches),
        doubts=days.doubts,
    )


def _is_archive(head: bytes) -> bool:
    """Whether a file begins as an archive does, in one byte or two a letter."""
    return b"<HealthData" in head.replace(b"\0", b"")


def _zipped(file: Path) -> str | None:
    """The archive in a zip; its name is of the phone's language."""
    names = zips.names(file)
    for name in names if OFFICE.isdisjoint(names) else ():
        if name.endswith(".xml"):
            with zips.member(file, name) as stream:
                if _is_archive(stream.read(HEAD)):
                    return name
    return None


@contextmanager
def _opened(file: Path) -> Generator[IO[bytes]]:
    name = _zipped(file)
    with zips.member(file, name) if name else file.open("rb") as stream:
        yield stream


class Record(NamedTuple):
    """One record: where it stands, from when to when, and its value."""

    line: int
    start: datetime
    end: datetime
    value: float


class Records(NamedTuple):
    """What an archive says of headache and of menstruation, in its order."""

    headaches: Sequence[Record]
    flows: Sequence[Record]


def read_records(stream: IO[bytes], file: Path) -> Records:
    """The records of headache and menstruation in an ``export.xml``.

    Raises:
        InputError: it is no XML or is cut off, declares entities, or has records of these without
            dates or with an unknown value; all such records at once.
    """
    archive = _Archive(file)
    try:
        archive.read(_without_type(stream.read(HEAD), file))
        while chunk := stream.read(CHUNK):
            archive.read(chunk)
        archive.read(b"", True)
    except expat.ExpatError as error:
        raise InputError(
            f"is cut off or damaged: {expat.errors.messages[error.code]}",
            file=file,
            line=error.lineno,
            fix=EXPORT_AGAIN,
        ) from error
    archive.faults.check()
    return Records(archive.found[HEADACHE], archive.found[FLOW])


def archive_days(records: Records, file: Path) -> AttackDays:
    """The days of an archive, by the rules of attacks.

    Raises:
        InputError: no headache is in it, or as `attack_days`.
    """
    if not records.headaches:
        raise InputError(
            "no headache is recorded in it",
            file=file,
            fix="headaches stand in the Health app under Browse, Symptoms",
        )
    found = attack_days([_attack(record) for record in records.headaches], file, Faults())
    entries = {entry.day: entry for entry in found.entries}
    first, last = min(entries), max(entries)
    for day, (line, flow) in _flow(records.flows).items():
        if first <= day <= last:
            entry = entries.get(day) or Entry(day=day, line=line, values={}, texts={}, timed=True)
            entries[day] = replace(entry, values={**entry.values, "menstruation": flow})
    return found._replace(entries=tuple(entries[day] for day in sorted(entries)))


def _attack(record: Record) -> Attack:
    return Attack(
        line=record.line,
        start=record.start,
        end=record.end,
        headache=float(record.value != 0),
        scales=() if math.isnan(record.value) else (("severity_3", record.value),),
    )


def _flow(flows: Sequence[Record]) -> dict[date, tuple[int, float]]:
    """Line and yes or no by day; yes where both are written."""
    found: dict[date, tuple[int, float]] = {}
    for record in sorted(flows, key=lambda record: -record.value):
        for day in _attack(record).days:
            found.setdefault(day, (record.line, record.value))
    return found


class _Archive:
    """An archive that goes by: keeps the records of a few types."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.faults = Faults()
        self.found: dict[str, list[Record]] = {kind: [] for kind in VALUES}
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._entity
        self.read: Callable[..., object] = self._parser.Parse

    def _begin(self, name: str, about: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(
                f"more than {DEEPEST} elements within each other",
                file=self.file,
                line=self._parser.CurrentLineNumber,
                fix=EXPORT_AGAIN,
            )
        if name == "Record" and about.get("type") in VALUES:
            self._record(about["type"], about)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _entity(self, *_: object) -> NoReturn:
        raise _entities(self.file)

    def _record(self, kind: str, about: Mapping[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        told = {name: about.get(name, "") for name in ("value", "startDate", "endDate")}
        value = VALUES[kind].get(told["value"])
        start, end = (_moment(told[name]) for name in ("startDate", "endDate"))
        if value is not None and start is not None and end is not None:
            self.found[kind].append(Record(line, start, end, value))
            return
        for name, given, allowed in (
            ("value", value, "one of " + ", ".join(VALUES[kind])),
            ("startDate", start, "a date as 2026-03-31 09:30:00 +0100"),
            ("endDate", end, "a date as 2026-03-31 09:30:00 +0100"),
        ):
            if given is None:
                self.faults.add(
                    InputError(
                        f"found {told[name][:40]!r}",
                        file=self.file,
                        line=line,
                        column=name,
                        allowed=allowed,
                    )
                )


def _moment(text: str) -> datetime | None:
    """The time on the phone's clock."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return moment if YEARS[0] <= moment.year <= YEARS[1] else None


def _without_type(head: bytes, file: Path) -> bytes:
    """The beginning of an archive, its document type emptied; lines keep their numbers."""
    found = DOCUMENT_TYPE.search(head)
    if found is None:
        return head
    if b"<!ENTITY" in found[0]:
        raise _entities(file)
    return head[: found.start()] + b"\n" * found[0].count(b"\n") + head[found.end() :]


def _entities(file: Path) -> InputError:
    return InputError("declares entities, which no export has", file=file, fix=EXPORT_AGAIN)
