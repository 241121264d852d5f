"""What people touch: commands, screens, files and the report, compared with the numbers behind."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from xml.etree import ElementTree as ET

import polars as pl
import pytest

import wearoff
from conftest import TIER, TIERS
from printed import BETWEEN, NUMBER, assert_closed, by_hand, to_one_decimal
from wearoff import runs
from wearoff.demo import Demo
from wearoff.diary import examples
from wearoff.errors import WearoffError
from wearoff.evidence import rows
from wearoff.faces import demonstrated
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.trial import screen as trial_screen
from wearoff.faces.trial.report import trial_report
from wearoff.words import answers, numbers

COMMANDS = (
    "demo",
    "analyze",
    "diary",
    "plan",
    "simulate",
    "query",
    "export",
    "share",
    "fit",
    "validate",
    "trial",
    "why",
    "claims",
)
QUICK = ("simulate", "healthy_muscle", "--years", "0.5")
"""A small system: one muscle, seven periods of four weeks."""
DYSTONIA = ("simulate", "cervical_dystonia", "--years", "0.25", "--typical")


@pytest.fixture
def done(run):
    """Run a command that must succeed without a word on standard error: its output."""

    def call(*arguments):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        return out

    return call


def command(*arguments):
    """Run the program as its own process."""
    return subprocess.run(
        [sys.executable, "-m", "wearoff", *arguments], capture_output=True, text=True, check=False
    )


def same(text, value, digits=3):
    """Whether a printed number is the value at so many significant digits."""
    return float(text) == pytest.approx(float(f"{value:.{digits}g}"), rel=1e-9, abs=1e-12)


# Starting


def test_no_argument_says_what_there_is(done):
    """Without an argument the program names its commands and its limits."""
    out = done()
    for name in COMMANDS:
        assert f"wearoff {name}" in out
    assert "Not a medical device" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(done, name):
    """Help tells what a command does and lists its options."""
    out = done(name, "--help")
    assert re.match(rf"Usage: .*\b{name}\b", out)
    assert "--json" in out


def test_version_is_the_installed_one(done):
    """The version printed is the package's."""
    assert done("--version").split() == ["wearoff", runs.meta(None)["version"]]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_program_starts_at_once(option):
    """Version and help come in under half a second, as a process of its own."""
    fastest = 10.0
    for _ in range(3):
        start = time.perf_counter()
        assert command(option).returncode == 0
        fastest = min(fastest, time.perf_counter() - start)
    assert fastest < 0.5


@pytest.mark.parametrize("module", ["wearoff", "wearoff.cli.main"])
def test_importing_loads_nothing_heavy(module):
    """The package and its command line load neither JAX nor NumPy nor Polars."""
    heavy = ("jax", "numpy", "polars", "scipy", "altair", "sympy", "pint")
    code = f"import {module}, sys; print([n for n in {heavy} if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_program_exits_as_a_process_does():
    """As a process: bad input is 2, one line on standard error, nothing on standard output."""
    found = command("why", "nothing_known")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("wearoff: unknown number 'nothing_known'")
    assert found.stderr.count("\n") == 1


def test_a_fault_of_ours_is_not_bad_input(run, monkeypatch):
    """What goes wrong inside exits 1 and says whose fault it is."""

    def fail(*_, **__):
        raise WearoffError("something broke")

    monkeypatch.setattr(wearoff, "simulate", fail)
    code, out, err = run(*QUICK)
    assert (code, out) == (1, "")
    assert err == "wearoff: a fault of ours: something broke\n"


# Bad input

NECK = "simulate cervical_dystonia"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("simulate cervical_distonia", ["cervical_distonia", "did you mean 'cervical_dystonia'"]),
        (f"{NECK} --plan nekc", ["unknown plan 'nekc'", "did you mean 'neck'"]),
        (f"{NECK} --product rimabotulinumtoxinA", ["unknown product 'rimabotulinumtoxinA'"]),
        (f"{NECK} --plan piriformis", ["no muscle piriformis", "splenius_capitis"]),
        (f"{NECK} --plan fixed_various", ["no dose of its own", "--units"]),
        (f"{NECK} --units -5", ["-5", "0 to 100000"]),
        (f"{NECK} --units nan", ["nan units", "0 to 100000"]),
        (f"{NECK} --units inf", ["inf units", "0 to 100000"]),
        (f"{NECK} --units many", ["--units"]),
        (f"{NECK} --set kS", ["--set kS", "NAME=VALUE"]),
        (f"{NECK} --set kS=fast", ["--set kS=fast", "NAME=VALUE"]),
        (f"{NECK} --set kS=nan", ["kS=nan", "usually 0.15 to 0.31"]),
        (f"{NECK} --set kS=-1", ["kS=-1", "usually 0.15 to 0.31"]),
        (f"{NECK} --set Emax=5", ["Emax=5", "usually 0.88 to 0.99"]),
        (f"{NECK} --set kS=50", ["kS=50"]),
        (f"{NECK} --units 1e300", ["1e+300"]),
        (f"{NECK} --injections log.csv --units 3", ["--units", "not both"]),
        (f"{NECK} --set kSS=1", ["unknown number 'kSS'", "did you mean 'kS'"]),
        (
            "simulate chronic_migraine --set headache_baseline_chronic_migraine=30",
            ["headache_baseline_chronic_migraine=30", "27.99 days_28"],
        ),
        (
            "simulate rabbit_muscle --typical --set session_slowing=0",
            ["session_slowing", "no finite value", "nearer the ranges"],
        ),
        (f"{NECK} --set volume_masseter=20", ["volume_masseter is not used", "kS"]),
        (f"{NECK} --step 0.3", ["--step 0.3", "0.5"]),
        (f"{NECK} --step 0", ["--step 0"]),
        (f"{NECK} --step nan", ["--step nan"]),
        (f"{NECK} --step 2", ["--step 2"]),
        (f"{NECK} --years 0", ["--years 0"]),
        (f"{NECK} --years -1", ["--years -1"]),
        (f"{NECK} --years nan", ["--years nan"]),
        (f"{NECK} --years 1000", ["--years 1000"]),
        (f"{NECK} --patients 0", ["--patients 0", "1 or more"]),
        (f"{NECK} --patients few", ["--patients"]),
        (f"{NECK} --seed -1", ["--seed -1"]),
        (f"{NECK} --seed 99999999999", ["--seed 99999999999"]),
        (f"{NECK} --every 0", ["--every 0"]),
        (f"{NECK} --every nan", ["--every nan"]),
        (f"{NECK} --every 0.05", ["--every 0.05"]),
        (f"{NECK} --sessions 0", ["--sessions 0"]),
        (f"{NECK} --affected top", ["--affected top", "left or right"]),
        (f"{NECK} --injections nothing.csv", ["nothing.csv"]),
        (f"{NECK} -o nowhere/table.parquet", ["nowhere/table.parquet", "existing folder"]),
        (f"{NECK} --plot nowhere/a.svg", ["nowhere/a.svg", "existing folder"]),
        (f"{NECK} -o .", ["cannot be written"]),
        (f"{NECK} -o table.xlsx", ["table.xlsx", ".parquet, .csv"]),
        (f"{NECK} --nothing", ["--nothing"]),
        (f"{NECK} twice", ["twice"]),
        ("simulate", ["condition"]),
        ("fit nothing.csv", ["nothing.csv"]),
        ("fit nothing.csv --report nowhere/a.html", ["nowhere/a.html"]),
        ("fit nothing.csv -o nowhere/a.json", ["nowhere/a.json"]),
        ("fit nothing.csv --condition dystonia", ["did you mean 'cervical_dystonia'"]),
        ("demo -o nowhere/report.html", ["nowhere/report.html"]),
        ("demo --seed -3", ["--seed -3"]),
        ("why kSS", ["unknown number 'kSS'", "did you mean 'kS'"]),
        ("why", ["name"]),
        ("wear", ["wear"]),
        ("--nothing", ["--nothing"]),
    ],
)
def test_bad_input_is_one_line_and_nothing_else(run, tmp_path, line, said):
    """Exit 2, one line that names what was found, no output, no file."""
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith("wearoff: ")
    assert err.count("\n") == 1
    for text in said:
        assert text in err
    assert list(tmp_path.iterdir()) == []


def test_a_trial_of_a_condition_without_a_score_is_refused(run):
    """A trial cannot be fitted with a condition that has no score."""
    code, out, err = run("fit", str(wearoff.example_trial()), "--condition", "healthy_muscle")
    assert (code, out) == (2, "")
    assert "no score to fit" in err


def test_more_than_the_label_allows_is_a_note_and_not_an_error(run):
    """300 units every 6 weeks run, and the 400 units of the label are named with their source."""
    code, out, err = run(*DYSTONIA, "--units", "300", "--every", "6")
    assert code == 0
    assert "300 units x 3" in out
    assert "600 units" in err
    assert "400" in err
    limit = rows.get("limit_onabotulinumtoxinA")
    assert rows.sources()[limit.source].citation in err


def test_within_the_label_nothing_is_said(run):
    """The usual plan passes without a note."""
    code, _, err = run(*DYSTONIA)
    assert (code, err) == (0, "")


# Simulated tables


def parsed(out):
    """The terminal's table: period to column to numbers as printed (mean, or mean, lo, hi)."""
    lines = out.splitlines()
    head = next(line for line in lines if line.startswith("days"))
    names = head.split()[1:]
    table = {}
    for line in lines:
        found = re.fullmatch(
            rf"(\d+)-(\d+)\s+({NUMBER})(?: \(({NUMBER}) to ({NUMBER})\))?((?:\s+{NUMBER})*)", line
        )
        if found:
            first, last, *main_column = found.groups()[:5]
            others = found.group(6).split()
            table[int(first), int(last)] = dict(
                zip(names, [main_column, *([other] for other in others)], strict=True)
            )
    return table


def test_terminal_json_and_parquet_agree(done, tmp_path):
    """The three outputs of one simulation hold the same numbers, over more than one batch."""
    arguments = (*QUICK, "--patients", "300", "--seed", "3")
    document = json.loads(done(*arguments, "--json", "-o", "table.parquet"))
    printed = parsed(done(*arguments))
    table = pl.read_parquet(tmp_path / "table.parquet")
    assert table["patient"].n_unique() == document["patients"] == 300
    assert table.height == 300 * document["days"]
    assert table.columns[:2] == ["patient", "day"]
    assert document["wrote"] == ["table.parquet"]

    outcomes = table.columns[2:]
    shown = next(iter(printed.values()))
    heads = dict(zip(outcomes[: len(shown)], shown, strict=True))
    assert all(outcome.startswith(head) for outcome, head in heads.items())
    said = " ".join(done(*arguments).split())
    assert all(outcome in said for outcome in outcomes[len(shown) :])
    seen = set()
    for row in document["summary"]:
        period = (row["from_day"], row["to_day"])
        inside = table.filter(pl.col("day").is_between(*period))
        means = inside.group_by("patient").agg(pl.col(row["outcome"]).mean())[row["outcome"]]
        assert row["mean"] == pytest.approx(means.mean(), rel=1e-5)
        assert row["lo90"] == pytest.approx(means.quantile(0.05, "linear"), rel=1e-5)
        assert row["hi90"] == pytest.approx(means.quantile(0.95, "linear"), rel=1e-5)
        if row["outcome"] in heads:
            cells = printed[period][heads[row["outcome"]]]
            assert same(cells[0], row["mean"])
        if row["outcome"] == outcomes[0]:
            assert same(cells[1], row["lo90"])
            assert same(cells[2], row["hi90"])
        seen.add((period, row["outcome"]))
    assert len(seen) == len(document["summary"]) == 7 * len(outcomes)
    assert set(printed) == {period for period, _ in seen}


def test_the_summary_says_how_it_was_made(done):
    """The document holds version, seed, evidence, plan, product, sessions and settings."""
    found = json.loads(done(*DYSTONIA, "--json", "--seed", "9", "--set", "kS=0.3"))
    assert found["meta"] == {
        "version": runs.meta(None)["version"],
        "seed": 9,
        "evidence": rows.DATE,
    }
    assert found["plan"] == "neck"
    assert found["settings"] == {"kS": 0.3}
    assert [session["day"] for session in found["sessions"]] == [0, 84]
    total = sum(injection["units"] for injection in found["first_session"])
    assert total == pytest.approx(found["sessions"][0]["units"])
    assert found["warnings"] == []


def test_the_same_seed_gives_the_same_bytes(done, tmp_path):
    """Document and table are the same to the last byte; another seed gives others."""

    def made(seed, name):
        return done(*QUICK, "--patients", "20", "--seed", seed, "--json", "-o", name)

    one, again, other = made("1", "a.parquet"), made("1", "b.parquet"), made("2", "c.parquet")
    assert one.replace("a.parquet", "b.parquet") == again
    assert json.loads(one)["summary"] != json.loads(other)["summary"]
    a, b, c = ((tmp_path / f"{name}.parquet").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_a_patient_does_not_depend_on_how_many_there_are(done, tmp_path):
    """The first three of three hundred patients are those of three, and no two are alike."""
    done(*QUICK, "--patients", "3", "-o", "few.parquet")
    done(*QUICK, "--patients", "300", "-o", "many.parquet")
    many = pl.read_parquet(tmp_path / "many.parquet")
    few = pl.read_parquet(tmp_path / "few.parquet")
    assert many.filter(pl.col("patient") < 3).equals(few)
    assert many.filter(pl.col("day") == 20)["strength_percent"].n_unique() == 300


def test_half_a_step_gives_the_same_days(done, tmp_path):
    """At half the step the table has the same rows, and values to 1e-3 of their range."""
    done(*QUICK, "--typical", "-o", "whole.parquet")
    done(*QUICK, "--typical", "--step", "0.5", "-o", "half.parquet")
    whole, half = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("whole", "half"))
    assert whole["day"].equals(half["day"])
    for name in whole.columns[2:]:
        span = whole[name].max() - whole[name].min()
        assert (whole[name] - half[name]).abs().max() <= 1e-3 * span
        assert span > 0 or name == "opposite_strength_percent"


def test_states_have_a_column_each(done, tmp_path):
    """With --states the table has part__muscle_side__state, or part__state without a muscle."""
    plain_columns = wearoff.simulate("cervical_dystonia", typical=True, years=0.1).columns
    done(*DYSTONIA, "--states", "-o", "table.parquet")
    table = pl.read_parquet(tmp_path / "table.parquet")
    states = [name for name in table.columns[2:] if name not in plain_columns]
    assert table.columns[2 : 2 + len(plain_columns)] == plain_columns
    for name in states:
        assert re.fullmatch(r"[a-z]+__([a-z_]+_(left|right|midline)__)?[A-Za-z]+", name)
    assert {"context__e", "junction__splenius_capitis_left__A"} <= set(states)
    depot = table["junction__splenius_capitis_left__D"]
    assert depot[0] > 0
    assert depot[83] < 0.01 * depot[84]
    assert table["junction__splenius_capitis_right__D"].max() == 0


def test_a_file_without_a_name_is_refused(run):
    """An empty -o is refused before anything is computed."""
    code, out, err = run("simulate", "healthy_muscle", "-o", "")
    assert (code, out, "a file without a name" in err) == (2, "", True)


def test_a_typical_patient_is_one_without_spread(done):
    """--typical is one patient, so that mean and interval are the same."""
    found = json.loads(done(*QUICK, "--typical", "--json"))
    assert found["typical"] is True
    assert found["patients"] == 1
    for row in found["summary"]:
        assert row["lo90"] == row["mean"] == row["hi90"]


def test_an_injection_log_is_followed(done, tmp_path):
    """Sessions of a log are given on its days and in its units."""
    (tmp_path / "log.csv").write_text(
        "date,plan,units,product\n2026-01-05,neck,200,onabotulinumtoxinA\n"
        "2026-02-02,neck,100,onabotulinumtoxinA\n",
        encoding="utf-8",
    )
    found = json.loads(done(*DYSTONIA, "--injections", "log.csv", "--json"))
    days = [(session["day"], round(session["units"], 6)) for session in found["sessions"]]
    assert days == [(0, 200), (28, 100)]


@pytest.mark.parametrize("who", [("--typical",), ("--patients", "10")])
def test_a_picture_is_a_closed_svg(done, tmp_path, who):
    """--plot writes one SVG with the main outcome's name and no address to fetch from."""
    assert "Wrote course.svg" in done(*QUICK, *who, "--plot", "course.svg")
    text = (tmp_path / "course.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "strength (percent)" in text
    assert_closed(text)
    ET.fromstring(text)  # noqa: S314 - our own file


# Where numbers are from


def unspaced(text):
    """A text without spaces and line ends, however it was wrapped."""
    return "".join(text.split())


def test_why_prints_every_field_of_every_number(done):
    """Value, unit, range, meaning, grade, source, place, note and users are all printed."""
    every = list(wearoff.numbers())
    step = max(1, len(every) // TIERS["numbers printed"][TIER])
    for name in every[::step]:
        printed = unspaced(done("why", name))
        found = json.loads(done("why", name, "--json"))
        assert unspaced(f"{name} = {found['value']:g} {found['unit']}") in printed
        assert unspaced(f"({found['low']:g} to {found['high']:g}") in printed
        for key in ("meaning", "grade_in_words", "citation", "seen", "place", "note"):
            assert unspaced(found[key]) in printed
        for user in found["used_by"]:
            assert unspaced(user) in printed


def test_every_number_is_used_by_something():
    """No row stands in the evidence for nothing."""
    assert [name for name in wearoff.numbers() if not wearoff.why(name).used_by] == []


def test_why_all_lists_every_number(done):
    """`why all` lists all names, one a line, and as a document."""
    assert done("why", "all").split() == wearoff.numbers()
    assert json.loads(done("why", "all", "--json"))["numbers"] == wearoff.numbers()
    assert done("why", "all", "--json").endswith("}\n")


# A fitted trial


@pytest.fixture(scope="module")
def report(request):
    """The report of the fitted trial."""
    return trial_report(request.getfixturevalue("fitted"))


@pytest.fixture(scope="module")
def first_page(made_up):
    """The visit page of the demo's first person."""
    return visit_page(made_up[0].whole.result)


@pytest.fixture
def instead(request, report, first_page, monkeypatch):
    """Let the commands use the one fit of the session and its report."""
    found, made_up = map(request.getfixturevalue, ("fitted", "made_up"))
    asked = []

    def fit(trial, *, condition="cervical_dystonia", seed=1, folds=True, progress=None):
        asked.append({"trial": str(trial), "condition": condition, "seed": seed, "folds": folds})
        progress("fitting")
        return found

    monkeypatch.setattr(wearoff, "fit", fit)
    monkeypatch.setattr("wearoff.faces.trial.report.trial_report", lambda _: report)
    monkeypatch.setattr(examples, "made_up", lambda **_: made_up)
    monkeypatch.setattr("wearoff.faces.diary.visit.visit_page", lambda *_, **__: first_page)
    return asked


def test_fit_prints_one_document_and_writes_files(run, instead, tmp_path, fitted_document):
    """`fit --json` prints the document that -o writes, beside the report; progress is apart."""
    code, out, err = run(
        "fit", "trial.csv", "--json", "-o", "fit.json", "--report", "fit.html", "--no-folds"
    )
    assert code == 0
    assert json.loads(out) == fitted_document
    assert (tmp_path / "fit.json").read_text(encoding="utf-8") == out
    assert (tmp_path / "fit.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert err.splitlines() == ["fitting", "drawing the report"]
    assert instead == [
        {"trial": "trial.csv", "condition": "cervical_dystonia", "seed": 1, "folds": False}
    ]


def test_fit_prints_the_screen(run, instead, request):
    """Without --json the screen is printed, and it names the file it wrote."""
    code, out, _ = run("fit", "trial.csv", "-o", "fit.json", "--seed", "7")
    assert code == 0
    result = request.getfixturevalue("fitted").result
    assert out.splitlines() == [*trial_screen.screen(result), "Wrote fit.json"]
    assert instead[0]["seed"] == 7
    assert instead[0]["folds"] is True


# The demo


def test_the_demo_fits_one_screen(run, instead, tmp_path):
    """The demo prints at most 24 lines of 80 columns and writes both pages."""
    code, out, _ = run("demo")
    assert code == 0
    assert len(out.splitlines()) <= 24
    for line in out.splitlines():
        assert len(line) <= 80, line
    assert "report.html" in out
    for name, title in (("report.html", "Ada (made up)"), ("trial.html", "trial")):
        assert name in out
        made = (tmp_path / name).read_text(encoding="utf-8")
        assert title in re.search(r"<title>(.*)</title>", made)[1]
    assert instead[0]["trial"] == str(wearoff.example_trial())


def test_the_demo_prints_a_document(run, instead, fitted_document):
    """`demo --json` is the made-up analyses, the fit's document and what was written."""
    code, out, _ = run("demo", "--json", "-o", "other.html")
    assert code == 0
    document = json.loads(out)
    assert document["trial"] == fitted_document
    assert document["wrote"] == ["other.html", "trial.html"]
    for person, made in zip(document["made_up"], examples.made_up(), strict=True):
        assert (person["name"], person["put_in"]) == (made.name, made.put_in)
        assert person["whole"] == made.whole.to_dict()
        assert person["early"] == made.early.to_dict()
    assert len(instead) == 1


def test_the_demo_shows_the_made_up_diaries(made_up, request):
    """Counts, answers and chances are those of the documents; each is labeled MADE UP."""
    shown = Demo(made_up, request.getfixturevalue("fitted"), ())
    lines = demonstrated.people(shown.result.made_up)
    assert "\n".join(lines).count("(MADE UP)") == 2
    cells = [re.split(r"\s{2,}", line.strip()) for line in lines]
    told = {label: values for label, *values in cells}
    for place, person in enumerate(made_up):
        document = person.whole.to_dict()
        tally = document["counted"]
        assert told["what we put in"][place] == person.put_in
        assert float(told["headache days per 28, before"][place]) == by_hand(tally["before"])
        assert float(told["last 84 days"][place]) == by_hand(tally["now"])
        for key, answer in zip(
            ("1 Is it working?", "2 Does it wear off early?", "3 Headache underneath"),
            person.whole.result.answers,
            strict=True,
        ):
            assert told[key][place].startswith(answers.WORDS[answer.word])
            sure = numbers.sure(answer.chance_said)
            assert told[key][place].endswith(sure[-len("9 in 100 sure") :])
        assert told["the same, first 3 months"][place] == "CANNOT TELL YET"


def test_the_demo_shows_the_trial(request, fitted_document):
    """Effects by week and timing are the numbers behind, rounded; what cannot be told is named."""
    lines = demonstrated.trial(request.getfixturevalue("fitted").result)
    text = " ".join("\n".join(lines).split())
    unclear = re.search(r"CANNOT TELL whether it differs in week ([\d, ]+)\.", text)
    for row in fitted_document["contrasts"]:
        if row["arm"] == "10000U":
            (shown,) = re.findall(rf"week {row['week']:g} +({BETWEEN.pattern})", text)
            assert to_one_decimal(shown[1:], row)
            said = f"{row['week']:g}" in unclear[1].split(", ")
            assert said is (row["answer"] == "cannot_tell")
    for label, key in (("greatest in week", "peak_week"), ("half gone by week", "wearoff_week")):
        wanted = next(r for r in fitted_document[key]["by_arm"] if r["arm"] == "10000U")
        (shown,) = re.findall(rf"{label} {BETWEEN.pattern}", text)
        assert to_one_decimal(shown, wanted)


# Words


@pytest.mark.parametrize(
    ("value", "signed", "plain"),
    [(1.25, "+1.3", "1.3"), (-0.04, "0.0", "0.0"), (None, "-", "-"), (float("nan"), "-", "-")],
)
def test_numbers_are_written_one_way(value, signed, plain):
    """Signs only where asked, no minus before zero, a dash for what is missing."""
    assert numbers.signed(value) == signed
    assert numbers.number(value) == plain
