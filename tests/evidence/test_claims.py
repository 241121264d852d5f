"""The claims of both texts: whole, graded by what was found, and never told as a finding."""

from __future__ import annotations

import ast
import csv
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

import wearoff
from wearoff.errors import EvidenceError
from wearoff.evidence import claims as evidence
from wearoff.evidence import rows
from wearoff.evidence.claims import CONTRADICTED, GRADES, UNSTUDIED
from wearoff.model.conditions import CONDITIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wearoff"
CLAIMS = evidence.claims()
EVERY = [f"C{number:02d}" for number in range(1, 53)]
OPEN = [claim for claim in CLAIMS.values() if claim.grade in {CONTRADICTED, UNSTUDIED}]
"""Claims that may not be told as a finding."""


@pytest.fixture
def done(run):
    """Run `wearoff claims`, which must succeed without a word on standard error: its output."""

    def call(*arguments):
        code, out, err = run("claims", *arguments)
        assert (code, err) == (0, "")
        return out

    return call


# The table


def test_all_claims_are_there_once():
    """The table holds each of the 52 claims once: 33 of the warning, 19 of the advocate."""
    ids = [record["id"] for record in rows.table("claims")]
    assert ids == EVERY
    assert [claim.text for claim in CLAIMS.values()].count("warning") == 33
    assert [claim.text for claim in CLAIMS.values()].count("advocate") == 19


def test_every_claim_says_what_it_rests_on():
    """A claim that is shown, or that studies contradict, names a study that shows it."""
    for claim in CLAIMS.values():
        assert set(claim.supports + claim.against) <= set(rows.sources())
        if claim.grade.startswith("shown"):
            assert claim.supports, claim.id
    assert all(claim.against for claim in OPEN if claim.grade == CONTRADICTED)


def names_of_tests():
    """Every test of the project as ``tests/ROOM/FILE.py::NAME``."""
    return {
        f"{module.relative_to(ROOT).as_posix()}::{node.name}"
        for module in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_claim_with_a_part_has_a_test():
    """What the model does with a claim is shown by a test that exists; without a part by none."""
    named = {claim.test for claim in CLAIMS.values() if claim.part}
    assert len(named) > 20
    assert {claim.test for claim in CLAIMS.values() if not claim.part} == {""}
    assert named - names_of_tests() == set()


def test_every_part_is_a_part_of_the_model():
    """A claim names only parts that are wired into a condition."""
    wired = {part.name for condition in CONDITIONS.values() for part in condition.parts}
    assert {part for claim in CLAIMS.values() for part in claim.part} - wired == set()


def test_every_number_the_model_sentences_name_exists():
    """A name in brackets or with an underscore in a model sentence is a row of the evidence."""
    names = set()
    for claim in CLAIMS.values():
        names |= set(re.findall(r"\b(?:[a-z]+_[a-z_]+|kz|Emax)\b", claim.model))
    assert {"kz", "Emax", "spindle_effect", "lambda_z"} <= names
    known = rows.load()
    assert {n for n in names if not any(row == n or row.startswith(f"{n}_") for row in known)} == (
        set()
    )


@pytest.mark.shared
def test_grades_follow_the_gathered_evidence(shared):
    """The same claims as gathered; none contradicted or unstudied is called anything else."""
    with (shared / "evidence" / "claims.csv").open(encoding="utf-8") as file:
        gathered = {record["id"]: record for record in csv.DictReader(file)}
    assert {i: c.text for i, c in CLAIMS.items()} == {i: r["text"] for i, r in gathered.items()}
    for grade, ours in (("contradicted", CONTRADICTED), ("untested in humans", UNSTUDIED)):
        wanted = {name for name, record in gathered.items() if record["grade"] == grade}
        assert {claim.id for claim in OPEN if claim.grade == ours} == wanted
    for name, record in gathered.items():
        assert (record["grade"] == "strong") <= (CLAIMS[name].grade == "shown in people")
        assert (record["grade"] == "weak") <= (CLAIMS[name].grade != "shown in people")
        for column, ids in (("for", CLAIMS[name].supports), ("against", CLAIMS[name].against)):
            assert set(filter(None, record[f"evidence_{column}"].split(";"))) <= set(ids)


NOT_FIGURES = re.compile(
    r"HIT-6|\bR2\b|\bper 28\b|\bof 100\b|\bin 100\b|April 2014|July 2013|[A-Z]+\d+"
)
"""Digits that are names or units."""


def numbers(text):
    """Numbers in a text, as written and without sign."""
    return re.findall(r"\d+(?:\.\d+)?", NOT_FIGURES.sub(" ", text))


def same(written, figures):
    """Whether a number as written is one of the figures, rounded."""
    digits = len(written.partition(".")[2])
    return any(f"{float(figure):.{digits}f}" == written for figure in figures)


def table(name):
    """Rows of a table of validation."""
    with (ROOT / "validation" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHED = (*rows.table("more_targets"), *table("unseen"), *table("muscle_opened"))
MUSCLE = [row for row in PUBLISHED if row["condition"] == "healthy_muscle"]
"""Figures of muscle read since the first, and opened."""
OPENED = {row["figure"] for row in table("muscle_split") if row["half"] == "opened"}


def of_muscle(figure):
    """Ids, small, of the sources of a figure of the collection of muscle; of the kept half none."""
    return of(figure) if figure["id"] in OPENED else []


def of(figure):
    """Ids, small, of the sources of a figure of a collection, by DOI, PMID, PMC or journal."""
    place = f"{figure['doi_or_pmid']} {figure['citation']}"
    return [
        name.lower()
        for name, source in rows.sources().items()
        if any(
            mark in place and re.search(r"\d", mark)
            for mark in (source.doi, source.pmid, source.journal, source.url.rpartition("/")[2])
        )
    ]


@pytest.fixture(scope="module")
def figures(shared):
    """Every figure that was gathered: its source's id, small, and its row as text."""
    folder, found = shared / "evidence", []
    for name, source in (("figures", "source_id"), ("targets", "source")):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            found += [(row[source].lower(), " ".join(row.values())) for row in csv.DictReader(file)]
    for name, sources in (("muscle_figures", of_muscle), ("long_courses", of)):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            found += [
                (source, " ".join(row.values()))
                for row in csv.DictReader(file)
                for source in sources(row)
            ]
    return [*found, *((row["source"].lower(), " ".join(row.values())) for row in MUSCLE)]


def invented(said, sources, figures, others=()):
    """Numbers of a text that no figure of its sources has, nor any other text that it may use."""
    ids = {name.lower() for name in sources}
    pool = [*others, *(row for name, row in figures if name in ids)]
    found = [number for text in pool for number in re.findall(r"\d+(?:\.\d+)?", text)]
    return [number for number in numbers(said) if not same(number, found)]


@pytest.mark.shared
def test_every_figure_on_a_card_was_gathered(shared, figures):
    """A number on a card is a figure of its own sources, as gathered, or of the claim's comment."""
    folder = shared / "evidence"
    text = (folder / "parameters.md").read_text(encoding="utf-8")
    lines, traps = text.splitlines(), text.partition("## Traps")[2]
    with (folder / "claims.csv").open(encoding="utf-8") as file:
        comments = {record["id"]: record["comment"] for record in csv.DictReader(file)}
    told = {
        claim.id: ({*claim.supports, *claim.against}, f"{claim.finding} {claim.but}")
        for claim in CLAIMS.values()
    }
    told |= {s.cited_as: ({s.source}, f"{s.measured} {s.fair}") for s in evidence.cited_studies()}
    checked, wrong = 0, []
    for place, (sources, said) in told.items():
        named = [line for line in lines if any(n.lower() in line.lower() for n in sources)]
        others = [comments.get(place, ""), traps, *named]
        checked += len(numbers(said))
        wrong += [(place, number) for number in invented(said, sources, figures, others)]
    assert checked > 150
    assert wrong == []


@pytest.mark.shared
@pytest.mark.parametrize("heading", ["What the spines", "When it stops helping"])
def test_every_figure_beside_a_source_of_the_two_voices_was_gathered(figures, heading):
    """A number of a sentence that names its source on the page is a figure of that source."""
    page = (ROOT / "docs" / "two-voices.md").read_text(encoding="utf-8")
    part = page.partition(f"## {heading}")[2].partition("\n## ")[0]
    told = re.findall(r"([^.]*?(?:\.\d[^.]*?)*?)\(([A-Z]+\d{4}B?)\)", " ".join(part.split()))
    assert len(told) >= 3
    for said, source in told:
        assert source in rows.sources()
        assert numbers(said), said
        assert invented(said, [source], figures) == []


@pytest.mark.shared
def test_an_invented_figure_is_caught(figures):
    """A number that no source has is told, and so is a true one beside another's source."""
    card = CLAIMS["C20"]
    sources = {*card.supports, *card.against}
    assert invented("masseters were 9.8% thinner (13 people)", sources, figures) == []
    assert invented("masseters were 9.1% thinner (13 people)", sources, figures) == ["9.1"]
    assert invented("masseters were 9.8% thinner", ["CHEN2021"], figures) == ["9.8"]


PEOPLE = re.compile(
    r"\b(\d+|two|six|ten|eight|eleven)\b[^.;]{0,20}?\b(people|men|women|children)|\(\d+\)"
    r"|(children|people|biopsies)[^.;]*\d",
)
"""How many were looked at, in words of a card."""


@pytest.mark.parametrize(
    "claim",
    [c for c in CLAIMS.values() if "muscle" in c.part and c.grade == "shown in few people"],
    ids=lambda claim: claim.id,
)
def test_a_claim_on_muscle_says_in_whom_and_in_how_many(claim):
    """What was found of muscle for a claim names its people, and what limits it is told beside."""
    assert PEOPLE.search(claim.finding), claim.id
    assert claim.supports
    assert claim.but


SHRUNK = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+))?% (?:thinner|smaller)")
"""A loss of size on a card, or its range."""


def test_every_loss_of_size_on_a_card_is_a_published_figure():
    """By how much a muscle of people shrank, on any card, is a row of a table."""
    lost = [-float(row["value"]) for row in MUSCLE if "percent_change" in row["quantity"]]
    told = [
        [float(end) for end in found.groups() if end]
        for claim in CLAIMS.values()
        for found in SHRUNK.finditer(f"{claim.finding} {claim.but}")
    ]
    assert len(told) > 4
    for ends in told:
        near = 0.05 if ends[0] % 1 else 0.5
        assert any(ends[0] - near <= value <= ends[-1] + near for value in lost), ends


# A claim is not a finding

CORES = {
    "C08": r"worse and worse",
    "C19": r"left unprotected|damaged repeatedly|repeatedly damaged",
    "C25": r"genetic level",
    "C27": r"permanent(ly)? damag|damages? .{0,30}permanently",
    "C29": r"follows? .{0,10}insurance|insurance reimbursement",
    "C31": r"spirals? out of control|vicious (cycle|circle)",
    "C40": r"(suggests?|means?|shows?) (grinding|clenching)",
    "C48": r"piriformis (spasm|syndrome) is (a|another|one)\b.{0,20}dystonia",
}
"""The heart of each claim that may not be told as a finding, in words that anyone might use."""
ATTRIBUTED = re.compile(
    r"\b(claims?|claimed|texts?|voices?|warning|advocate|C\d\d)\b", re.IGNORECASE
)
DENIED = re.compile(r"\b(opposite|not|no|none|otherwise)\b", re.IGNORECASE)


def sentences(text):
    """Sentences of a text, each on one line; a blank line or a table's row ends one too."""
    parts = re.split(r"(?<=[.!?])\s+|\n\s*\n|\|\s*\n", text)
    return [" ".join(part.split()) for part in parts]


def told(text, claim):
    """Sentences that tell a claim as if it were so: neither quoted nor said to be somebody's."""
    words = re.escape(" ".join(claim.words.split()))
    heart = re.compile(f"{words}|{CORES[claim.id]}", re.IGNORECASE)
    return [
        sentence
        for sentence in sentences(text)
        for match in heart.finditer(sentence)
        if not ATTRIBUTED.search(sentence) and sentence[: match.start()].count('"') % 2 == 0
    ]


def states(finding, claim):
    """Whether a finding says what the claim says, rather than that it is open or wrong."""
    if told(finding, claim):
        return True
    if claim.grade == UNSTUDIED:
        return not finding.lower().startswith(UNSTUDIED)
    return not DENIED.search(finding)


@pytest.mark.parametrize("claim", OPEN, ids=lambda claim: claim.id)
def test_an_open_claim_is_never_its_own_finding(claim):
    """The finding of a contradicted or unstudied claim says so, and does not repeat the claim."""
    assert not states(claim.finding, claim)
    assert states(claim.words, claim)


def strings(module):
    """Every string of a module, docstrings too."""
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return "\n\n".join(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def written():
    """Everything the project says, by file; titles of sources are others' words."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    data = SOURCE.rglob("*.csv")
    documents += [*(SOURCE / "faces").rglob("*.html"), *data]
    apart = {"sources.csv", "claims.csv", "cited_studies.csv"}
    said = {path: path.read_text(encoding="utf-8") for path in documents if path.name not in apart}
    said |= {module: strings(module) for module in SOURCE.rglob("*.py")}
    for claim in CLAIMS.values():
        said[claim.id] = f"{claim.finding}\n\n{claim.but}\n\n{claim.model}\n\n{claim.diary}"
    return said


def test_no_open_claim_is_told_as_a_finding():
    """No document, screen, string or number states a contradicted or unstudied claim as its own."""
    assert set(CORES) == {claim.id for claim in OPEN}
    said = written()
    assert len(said) > 100
    assert [
        (str(place), line) for place, text in said.items() for c in OPEN for line in told(text, c)
    ] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Toxin makes headaches worse and worse.", "C08"),
        ("It helps at first. Over time the headaches become\nworse and worse.", "C08"),
        ("Injections make headaches worse and worse, not better.", "C08"),
        ("The toxin leaves permanent damage in the other leg.", "C27"),
        ("Joints are left unprotected.", "C19"),
        ("Piriformis spasm is a kind of dystonia.", "C48"),
        ("Rising jaw pain suggests clenching.", "C40"),
    ],
)
def test_a_claim_told_as_a_finding_is_caught(sentence, name):
    """The rule fails when somebody writes a claim down as if it had been found."""
    assert told(sentence, CLAIMS[name])
    assert states(sentence, CLAIMS[name])


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("One voice says that it makes things worse\nand worse.", "C08"),
        ('They write "permanent damage" of six months.', "C27"),
        ("Claim C19: joints are left unprotected.", "C19"),
        ("Headache fell in two years.", "C08"),
    ],
)
def test_a_claim_may_be_quoted(sentence, name):
    """A claim in quotation marks, or said to be somebody's, is not told as a finding."""
    assert told(sentence, CLAIMS[name]) == []


# The loader

CLAIM = {
    "id": "C99",
    "text": "warning",
    "words": "It may",
    "grade": "assumed",
    "finding": "Not looked up.",
    "but": "",
    "part": "muscle",
    "model": "does nothing",
    "diary": "nothing",
    "for": "FORTUNA2013",
    "against": "",
    "test": "tests/evidence/test_claims.py::test_a_whole_claim_is_read",
}
STUDY = {
    "cited_as": "genes",
    "source": "MUKUND2014",
    "claims": "C25",
    "measured": "rats",
    "fair": "no",
}


def test_a_whole_claim_is_read():
    """Names between semicolons become several; an empty cell none."""
    claim = evidence.parse({**CLAIM, "part": "muscle;unit"}, 7)
    assert (claim.part, claim.supports, claim.against) == (("muscle", "unit"), ("FORTUNA2013",), ())
    assert evidence.parse_cited(STUDY, 2, CLAIMS).claims == ("C25",)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        *((field, " ", f"{field} is empty") for field in evidence.REQUIRED),
        ("text", "rumor", "text 'rumor' is not of"),
        ("grade", "proven", "grade 'proven' is not of"),
        ("for", "FORTUNA2013;NOBODY1900", "source 'NOBODY1900' does not exist"),
        ("against", "NOBODY1900", "source 'NOBODY1900' does not exist"),
        ("test", "", "test is empty, though muscle carries the claim"),
    ],
)
def test_a_claim_that_is_not_whole_is_refused(field, value, said):
    """The loader names the line of a claim with an empty or unknown field, and the field."""
    with pytest.raises(EvidenceError, match=r"^claims, line 7, claim ") as error:
        evidence.parse({**CLAIM, field: value}, 7)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        *((field, "", f"{field} is empty") for field in evidence.REQUIRED_CITED),
        ("source", "NOBODY1900", "source 'NOBODY1900' does not exist"),
        ("claims", "C25;C77", "claim 'C77' does not exist"),
    ],
)
def test_a_cited_study_that_is_not_whole_is_refused(field, value, said):
    """The loader names the line of a cited study with an empty or unknown field, and the field."""
    with pytest.raises(EvidenceError, match=r"^cited_studies, line 3, study ") as error:
        evidence.parse_cited({**STUDY, field: value}, 3, CLAIMS)
    assert said in str(error.value)


def test_a_claim_stands_once(monkeypatch):
    """A second row of the same id is refused by its line."""
    monkeypatch.setattr(rows, "table", lambda _: [CLAIM, CLAIM])
    with pytest.raises(EvidenceError, match="claims, line 3: C99 stands twice"):
        evidence.claims.__wrapped__()


def test_the_tables_ship():
    """The package holds the claims and the cited studies; the four are of the warning."""
    data = files("wearoff").joinpath("evidence", "data")
    assert all(data.joinpath(f"{name}.csv").is_file() for name in ("claims", "cited_studies"))
    studies = evidence.cited_studies()
    assert len(studies) == 4
    assert {CLAIMS[name].text for study in studies for name in study.claims} == {"warning"}


# The call


def test_filters_narrow_together():
    """Text, grade, part and ids narrow the list; all must hold, and each alone leaves some."""
    assert [claim.id for claim in wearoff.claims()] == EVERY
    unstudied = wearoff.claims(grade=UNSTUDIED)
    assert [claim.id for claim in unstudied] == ["C19", "C29", "C31", "C40"]
    assert [claim.id for claim in wearoff.claims(text="advocate", grade=UNSTUDIED)] == ["C40"]
    assert [claim.id for claim in wearoff.claims(part="spindle")] == ["C24"]
    assert [claim.id for claim in wearoff.claims(ids=["C31", "c8"])] == ["C08", "C31"]
    assert wearoff.claims(part="spindle", text="advocate") == []
    assert wearoff.claims(ids=[]) == []


def test_cited_studies_come_with_their_claims():
    """Only the studies cited for the claims asked for come with them, their sources too."""
    found = wearoff.claims(ids=["C25"])
    assert [study.source for study in found.cited_studies] == ["MUKUND2014"]
    assert set(found.sources) == {"HART2018", "MUKUND2014", "SHEN2006"}
    assert wearoff.claims(text="advocate").cited_studies == []


# The screens


def test_the_document_is_the_table(done):
    """`--json` is one document with every column of every claim under its own name."""
    document = json.loads(done("--json"))
    assert set(document) == {"schema_version", "meta", "claims", "cited_studies", "sources"}
    assert set(document["meta"]) == {"version", "seed", "evidence"}
    assert len(document["cited_studies"]) == 4
    for claim, record in zip(document["claims"], rows.table("claims"), strict=True):
        joined = {k: ";".join(v) if isinstance(v, list) else v for k, v in claim.items()}
        assert joined == record
    named = {name for c in document["claims"] for name in (*c["for"], *c["against"])}
    assert named <= set(document["sources"])


def test_screens_fit_a_terminal(done):
    """The listing and every card are plain ASCII of at most 80 columns, without trailing blanks."""
    screens = [done(), done("--text", "advocate"), *(done(name) for name in EVERY), done(*EVERY)]
    for screen in screens:
        assert screen.isascii()
        assert max(map(len, screen.splitlines())) <= 80
        assert [line for line in screen.splitlines() if line != line.rstrip()] == []


def blocks(screen):
    """Ids listed under each heading of the listing."""
    found = {}
    for line in screen.splitlines():
        if heading := re.match(r"-- (.+?) \(", line):
            block = found.setdefault(heading[1], [])
        elif found:
            block += re.findall(r"(?:^|  )(C\d\d) ", line)
    return found


def test_the_listing_keeps_grades_apart(done):
    """Each grade has its own block; contradicted and unstudied claims stand in different ones."""
    found = blocks(done().partition("-- muscle studies")[0])
    assert list(found) == list(GRADES)
    assert sorted(name for block in found.values() for name in block) == EVERY
    for grade, block in found.items():
        assert {CLAIMS[name].grade for name in block} == {grade}
    order = list(found)
    assert abs(order.index(CONTRADICTED) - order.index(UNSTUDIED)) > 1


def test_the_listing_puts_the_texts_side_by_side(done):
    """The warning stands on the left, the advocate on the right, and the cited studies below."""
    screen = done()
    for line in screen.partition("-- muscle studies")[0].splitlines():
        for match in re.finditer(r"(?:^|  )(C\d\d) ", line):
            text = CLAIMS[match[1]].text
            assert (match.start(1) == 0) == (text == "warning"), line
    for study in evidence.cited_studies():
        assert study.cited_as in screen
    assert "One card: wearoff claims C08" in screen
    assert "CONTRIBUTING.md" in screen


@pytest.mark.parametrize("name", EVERY)
def test_a_card_holds_the_claim(done, name):
    """A card gives their words in quotation marks, then all that is known, and its sources."""
    claim, card = CLAIMS[name], done(name)
    flat = " ".join(card.replace(f"{claim.text} text", "", 1).split())
    assert flat.startswith(f'{name} "{claim.words}"')
    for said in (claim.finding, claim.but, claim.model, claim.diary, claim.grade):
        assert said in flat
    for label, ids in (("FOR", claim.supports), ("AGAINST", claim.against)):
        assert f"{label} {' '.join(ids) or 'none'}" in flat
        assert all(rows.sources()[source].citation in flat for source in ids)


def test_several_cards_leave_the_citations_out(done):
    """Two cards come one below the other, with source ids only."""
    cards = done("C08", "C19")
    assert [line[:3] for line in cards.splitlines() if re.match(r"C\d\d ", line)] == ["C08", "C19"]
    assert rows.sources()["COMPEL2018"].title not in cards


def test_a_source_from_memory_says_so(done):
    """A source that nobody read is marked on the card."""
    assert rows.sources()["PANJABI1998"].seen == "memory"
    assert "[memory]" in done("C13")
    assert "[memory]" not in done("C11")


def test_nothing_found_is_said(done):
    """Conditions that no claim meets give one line, and an empty list in the document."""
    asked = ("--part", "spindle", "--text", "advocate")
    assert done(*asked) == "no claim in the text advocate, carried by the part spindle\n"
    assert json.loads(done(*asked, "--json"))["claims"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["C99"], "unknown claim 'C99'"),
        (["C08", "X08"], "unknown claim 'X08'; allowed: 52 names, such as C08"),
        (["--text", "warnin"], "did you mean 'warning'?"),
        (["--grade", "nobody looked"], "did you mean 'nobody has looked'?"),
        (["--part", "spindel"], "did you mean 'spindle'?"),
        (["--color"], "--color"),
    ],
)
def test_bad_input_is_one_line(run, arguments, said):
    """An unknown claim, text, grade, part or option: exit 2 and one line with the nearest match."""
    code, out, err = run("claims", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
