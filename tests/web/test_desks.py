"""A desk keeps files under safe names, takes typing back, and leaves nothing on the disk."""

from __future__ import annotations

import io
import tempfile

import pytest

from wearoff.errors import InputError
from wearoff.web.desks import MOST, MOST_STEPS, Desk, Desks


@pytest.fixture
def desks():
    """The desks of one run."""
    found = Desks()
    yield found
    found.close()


def text_of(desk, kind):
    """What stands in a file of a desk."""
    return desk.files[kind].path.read_text()


@pytest.mark.parametrize(
    ("name", "on_disk"),
    [
        ("me.csv", "me.csv"),
        ("../../etc/passwd", "passwd"),
        ("CON.CSV", "CON_.csv"),
        ("<script>.csv;x", "script"),
        ("", "patient"),
        (f"{'a' * 300}.xlsx", f"{'a' * 80}.xlsx"),
    ],
)
def test_names_on_disk_are_safe(desks, name, on_disk):
    """Whatever a file is called, it lies in the folder of its desk, and is shown as it was."""
    desk = desks.new()
    desk.put("diary", name, io.BytesIO(b"x"))
    path = desk.files["diary"].path
    assert path.name == on_disk
    assert path.parent.parent == desk.folder
    assert desk.files["diary"].name == name


def test_typing_is_taken_back_to_the_file(desks):
    """After an undo of every change the file that was put in is there again, and its options."""
    desk = desks.new()
    desk.put("diary", "me.csv", io.BytesIO(b"theirs"))
    desk.options["dates"] = "day-first"
    desk.mend({"diary": b"ours", "events": b"more"}, {})
    assert (text_of(desk, "diary"), text_of(desk, "events")) == ("ours", "more")
    assert desk.files["diary"].path.name == "me.csv"
    assert not desk.saved
    desk.mend({"diary": None}, {})
    assert set(desk.files) == {"events"}
    desk.undo()
    desk.undo()
    assert (text_of(desk, "diary"), desk.options) == ("theirs", {"dates": "day-first"})
    assert set(desk.files) == {"diary"}
    assert desk.saved
    assert len(list(desk.folder.iterdir())) == 1


def test_steps_are_bounded(desks):
    """So many changes can be taken back, and the files of no others are kept."""
    desk = desks.new()
    for number in range(2 * MOST_STEPS):
        desk.mend({"diary": str(number).encode()}, {})
    assert len(desk.steps) == MOST_STEPS
    assert len(list(desk.folder.iterdir())) == MOST_STEPS + 1


def test_desks_are_bounded_and_forgotten_whole(desks):
    """The desk that was not looked at for longest goes, and its folder with it."""
    first = desks.new()
    others = [desks.new() for _ in range(MOST - 1)]
    assert desks.find(first.id)
    desks.new()
    assert desks.find(first.id)
    assert desks.find(others[0].id) is None
    desks.forget(first)
    assert desks.find(first.id) is None
    assert not first.folder.exists()


def test_what_is_unsaved_stays(desks):
    """A desk with something unsaved is not the one that goes; where all have it none is given."""
    typed = desks.new()
    typed.saved = False
    others = [desks.new() for _ in range(MOST)]
    assert desks.find(typed.id)
    assert desks.find(others[0].id) is None
    for each in others[1:]:
        each.saved = False
    with pytest.raises(InputError, match="unsaved"):
        desks.new()
    assert all(map(desks.find, [typed.id, *(each.id for each in others[1:])]))


def test_a_change_that_fails_leaves_what_was(desks, monkeypatch):
    """Files, options and what can be taken back are as before, and nothing else lies there."""
    desk = desks.new()
    desk.put("diary", "me.csv", io.BytesIO(b"theirs"))
    for number in range(MOST_STEPS):
        desk.mend({"diary": str(number).encode()}, {"name": "x"})
    before = (dict(desk.files), dict(desk.options), list(desk.steps))
    put = Desk.put

    def full(self, kind, *given, **options):
        if kind == "events":
            raise OSError("no space left")
        put(self, kind, *given, **options)

    monkeypatch.setattr(Desk, "put", full)
    with pytest.raises(OSError, match="no space"):
        desk.mend({"diary": b"ours", "events": b"more"}, {})
    assert (desk.files, desk.options, desk.steps) == before
    assert len(list(desk.folder.iterdir())) == MOST_STEPS + 1


def test_what_a_killed_run_left_is_removed_at_the_next_start(tmp_path, monkeypatch):
    """Its folder goes with all that is in it; that of a run that goes on stays, and any other."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    running, killed = Desks(), Desks()
    for each in (running, killed):
        each.new().put("diary", "me.csv", io.BytesIO(b"x"))
    killed._held.close()  # noqa: SLF001 - as the system does when a process is killed
    (tmp_path / "wearoff-other").mkdir()
    later = Desks()
    left = {path.name for path in tmp_path.iterdir()}
    assert killed._folder.name not in left  # noqa: SLF001 - where its files lay
    assert {running._folder.name, later._folder.name, "wearoff-other"} <= left  # noqa: SLF001 - the same
    assert next(running._folder.rglob("me.csv"))  # noqa: SLF001 - the same
    running.close()
    later.close()
    assert [path.name for path in tmp_path.iterdir()] == ["wearoff-other"]
