"""SQL over a folder of simulated patients: right, the same again, and locked in."""

from __future__ import annotations

import json
import shutil

import polars as pl
import pytest

import wearoff
from wearoff.errors import InputError
from wearoff.formats.resumable import MANIFEST
from wearoff.simulation import query as asked
from wearoff.simulation import tables


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """Three files of one muscle."""
    found = wearoff.simulate("healthy_muscle", patients=600, years=0.1, seed=4)
    return found.write(tmp_path_factory.mktemp("query") / "co'hort")


def test_a_query_counts_what_polars_counts(cohort):
    """Means by day are those of the files read in another way."""
    sql = "SELECT day, avg(strength_percent) AS mean FROM cohort GROUP BY day ORDER BY day"
    found = wearoff.query(cohort, sql)
    by_day = pl.read_parquet(cohort / "*.parquet").group_by("day").mean().sort("day")
    assert found.columns == ("day", "mean")
    assert [day for day, _ in found.rows] == by_day["day"].to_list()
    assert [mean for _, mean in found.rows] == pytest.approx(by_day["strength_percent"].to_list())
    assert wearoff.query(cohort, sql) == found


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet"])
def test_rows_are_written_whole(cohort, tmp_path, name):
    """A file has the rows with all digits; nothing else stays beside it."""
    sql = "SELECT * FROM cohort WHERE patient = 3 ORDER BY day"
    found = wearoff.query(cohort, sql, path=tmp_path / name)
    read = pl.read_csv if name.endswith("csv") else pl.read_parquet
    assert read(tmp_path / name).rows() == list(found.rows)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_rows_pass_through_memory_in_batches(cohort, tmp_path, monkeypatch):
    """Of many rows all are written in order and the first kept; no batch is longer than asked."""
    monkeypatch.setattr(asked, "BATCH", 1000)
    seen = []
    plain = tables.write_rows

    def watched(columns, batches, path):
        return plain(columns, (seen.append(len(rows)) or rows for rows in batches), path)

    monkeypatch.setattr(tables, "write_rows", watched)
    sql = "SELECT patient, day, strength_percent FROM cohort ORDER BY patient, day"
    found = wearoff.query(cohort, sql, path=tmp_path / "rows.parquet", most=7)
    whole = wearoff.query(cohort, sql)
    assert max(seen) == 1000
    assert sum(seen) == found.count == whole.count == len(whole.rows) > 5000
    assert found.rows == whole.rows[:7]
    assert pl.read_parquet(tmp_path / "rows.parquet").rows() == list(whole.rows)


KINDS = {
    "SELECT true AS x": (True, pl.Boolean),
    "SELECT sum(patient) AS x FROM cohort": (179_700 * 37, pl.Int64),
    "SELECT -9223372036854775807 AS x": (-(2**63) + 1, pl.Int64),
    "SELECT 1.5 AS x": (1.5, pl.Float64),
    "SELECT DATE '2026-01-02' AS x": ("2026-01-02", pl.String),
    "SELECT '=a' AS x": ("=a", pl.String),
    "SELECT [1, 2] AS x": ("[1, 2]", pl.String),
    "SELECT NULL AS x": (None, pl.String),
    "SELECT 'inf'::DOUBLE AS x": (None, pl.Float64),
}


@pytest.mark.parametrize("sql", KINDS)
def test_a_column_has_one_kind_in_a_file(cohort, tmp_path, sql):
    """A value comes back from Parquet as it is kept, in the column's kind."""
    value, kind = KINDS[sql]
    found = wearoff.query(cohort, sql, path=tmp_path / "x.parquet")
    table = pl.read_parquet(tmp_path / "x.parquet")
    assert found.rows == ((value,),)
    assert table.rows() == [(value,)]
    assert table.schema == {"x": kind}


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet"])
def test_nothing_half_written_stays(cohort, tmp_path, name):
    """Where DuckDB stops among the rows, or two columns have a name, one line and no file."""
    large = "SELECT 9223372036854775808 AS x FROM cohort"
    stops = "SELECT CASE WHEN day = 30 THEN error('stop here') ELSE 'a' END AS x FROM cohort"
    twice = "SELECT day, day FROM cohort"
    for sql, said in ((stops, "stop here"), (twice, "name each once"), (large, "is too large")):
        with pytest.raises(InputError, match=said) as refused:
            wearoff.query(cohort, sql, path=tmp_path / name)
        assert len(str(refused.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


REFUSED = {
    "SELECT * FROM read_text('{beside}')": "file system operations are disabled",
    "SELECT * FROM read_csv('{beside}')": "file system operations are disabled",
    "SELECT * FROM glob('{folder}/*')": "file system operations are disabled",
    "SELECT * FROM read_csv('https://127.0.0.1:9/a.csv')": "file system operations are disabled",
    "SELECT * FROM '{beside}'": "file system operations are disabled",
    "SELECT * FROM found": "does not exist",
    "SELECT getenv('HOME')": "does not exist",
    "COPY cohort TO '{folder}/new.csv'": "1 statements: COPY",
    "COPY cohort TO '{folder}/cohort-000000.parquet'": "1 statements: COPY",
    "ATTACH '{folder}/new.db'": "1 statements: ATTACH",
    "SET enable_external_access = true": "1 statements: SET",
    "INSTALL httpfs": "1 statements: LOAD",
    "DROP VIEW cohort": "1 statements: DROP",
    "SELECT 1; SELECT 2": "2 statements: SELECT, SELECT",
    "": "0 statements: none",
    "SELEC 1": "syntax error",
    "SELECT nothing FROM cohort": "nothing",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_what_looks_beyond_the_folder_is_refused(cohort, tmp_path, sql):
    """Files, networks, settings and changes are out of reach, in one line, and nothing is made."""
    beside = tmp_path / "letter.csv"
    beside.write_text("a\nmine\n")
    before = {path.name: path.read_bytes() for path in cohort.iterdir()}
    text = sql.format(beside=beside, folder=str(cohort).replace("'", "''"))
    with pytest.raises(InputError) as refused:
        wearoff.query(cohort, text)
    assert REFUSED[sql] in str(refused.value)
    assert "mine" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert {path.name: path.read_bytes() for path in cohort.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["letter.csv"]


def test_a_run_that_was_interrupted_is_not_asked(tmp_path):
    """A folder with a file missing is refused; so is one without any, and no folder."""
    found = wearoff.simulate("healthy_muscle", patients=600, years=0.1)
    folder = found.write(tmp_path / "cohort")
    (folder / "cohort-000001.parquet").unlink()
    with pytest.raises(InputError, match=r"2 of 3 Parquet files are there; fix: resume goes on"):
        wearoff.query(folder, "SELECT 1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no simulated patients in it"):
        wearoff.query(tmp_path / "empty", "SELECT 1")
    with pytest.raises(InputError, match="is no folder"):
        wearoff.query(folder / MANIFEST, "SELECT 1")


def test_only_the_files_of_the_run_are_asked(tmp_path, run):
    """A table beside them is neither read nor taken for one of them, and none is put there."""
    folder = wearoff.simulate("healthy_muscle", patients=600, years=0.1).write(tmp_path / "cohort")
    sql = "SELECT count(DISTINCT patient) AS people FROM cohort"
    wearoff.query(folder, "SELECT 1 AS one", path=tmp_path / "rows.parquet")
    shutil.move(tmp_path / "rows.parquet", folder)
    assert wearoff.query(folder, sql).rows == ((600,),)
    (folder / "cohort-000001.parquet").unlink()
    with pytest.raises(InputError, match="2 of 3 Parquet files are there"):
        wearoff.query(folder, sql)
    code, _, err = run("query", str(folder), sql, "-o", str(folder / "more.parquet"))
    assert (code, "is in the folder that is asked" in err) == (2, True)
    assert not (folder / "more.parquet").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "says nothing of a run"),
        ('{"files": "x"}', "files 'x'"),
        ('{"files": 0}', "files 0"),
        ('{"files": 3', "cannot be read"),
    ],
)
def test_a_damaged_manifest_is_one_line(cohort, tmp_path, text, said):
    """What says nothing that can be used is named."""
    shutil.copy(cohort / "cohort-000000.parquet", tmp_path)
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match=said) as refused:
        wearoff.query(tmp_path, "SELECT 1")
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:0],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-900] + bytes(900),
    ],
    ids=["emptied", "cut", "overwritten"],
)
def test_a_file_that_was_changed_is_named(cohort, tmp_path, change):
    """What is not as it was written is not asked, also where DuckDB would read on."""
    folder = tmp_path / "cohort"
    shutil.copytree(cohort, folder)
    file = folder / "cohort-000001.parquet"
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(
        InputError, match=r"cohort-000001\.parquet: is not what was written; fix: resume writes"
    ) as refused:
        wearoff.query(folder, "SELECT avg(size_percent) FROM cohort")
    assert len(str(refused.value).splitlines()) == 1


def test_a_flipped_bit_turns_no_answer(cohort, tmp_path):
    """One bit in the middle of a file, which DuckDB alone would read, is refused."""
    folder = tmp_path / "cohort"
    shutil.copytree(cohort, folder)
    file = folder / "cohort-000000.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    with pytest.raises(InputError, match=r"cohort-000000\.parquet: is not what was written"):
        wearoff.query(folder, "SELECT avg(size_percent) FROM cohort")


def test_the_folder_of_another_run_is_not_asked(tmp_path):
    """Answers of diaries are no simulated patients."""
    (tmp_path / MANIFEST).write_text('{"today": "2026-06-01"}')
    with pytest.raises(InputError, match="no simulated patients in it"):
        wearoff.query(tmp_path, "SELECT 1")


def test_the_command_prints_a_table_or_the_document(cohort, run, tmp_path, document_schema):
    """On a screen a table, with --json the document, whose values no number cannot be are null."""
    sql = "SELECT patient, 'nan'::DOUBLE AS lost, 1 / 3 AS third FROM cohort WHERE day = 0"
    code, out, _ = run("query", str(cohort), f"{sql} ORDER BY patient")
    assert code == 0
    assert out.splitlines()[0].split() == ["patient", "lost", "third"]
    assert out.splitlines()[1].split() == ["0", "–", "0.333333"]
    assert out.splitlines()[-1] == "and 560 more rows: -o F.csv writes all"
    file = tmp_path / "rows.csv"
    code, out, _ = run("query", str(cohort), sql, "-o", str(file))
    assert out.splitlines()[-2:] == ["and 560 more rows: all are in the file", f"Wrote {file}"]
    assert pl.read_csv(file).height == 600
    code, out, _ = run("query", str(cohort), f"{sql} LIMIT 2", "--json", "-o", str(file))
    document = json.loads(out)
    document_schema("query").validate(document)
    assert code == 0
    assert document["columns"] == ["patient", "lost", "third"]
    assert document["count"] == 2
    assert [row[1:] for row in document["rows"]] == [[None, 0.333333]] * 2
    assert document["wrote"] == [str(file)]
    assert pl.read_csv(file).height == 2
