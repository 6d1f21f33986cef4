"""What the documents say is so: tables, links, names of files and of make targets."""

import re
import tempfile
from pathlib import Path

import pytest

from services.intake.domain.lifecycle import EVENT_KINDS, TRANSITIONS
from services.scoring.domain.panels import lifecycle as panel_lifecycle
from services.scoring.domain.simulation import lifecycle as simulation_lifecycle
from tests.architecture.documents import Document, decisions, documents, read, rows
from tests.architecture.generated import make_app
from tests.architecture.sources import ROOT

ARCHITECTURE = read(ROOT / "docs" / "architecture.md")
CONTRIBUTING = read(ROOT / "CONTRIBUTING.md")

HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]

#: A page of paper.
MAX_DECISION_LINES = 50

#: What a document may call a file of the repository.
FILE = re.compile(r"(?:services|shared|tests|docs)/[\w./<>*-]+|\.ci/\w+|pyproject\.toml|Makefile")


def named(document: Document) -> str:
    return document.name


def first_code(cell: str) -> str:
    found = re.search(r"`([^`]+)`", cell)
    assert found is not None, cell
    return found.group(1)


def make_commands(document: Document) -> set[str]:
    found = (re.match(r"make ([a-z]+)", command) for command in document.commands())
    return {match.group(1) for match in found if match}


def files_named_in(document: Document) -> set[str]:
    return {code for code in document.code() if FILE.fullmatch(code)}


def exists(name: str) -> bool:
    """Tell whether a file is there; ``<service>`` and ``*`` stand for any name."""
    return any(ROOT.glob(re.sub(r"<\w+>", "*", name).rstrip("/")))


def test_the_table_of_an_applications_life_is_the_state_machine() -> None:
    text = ARCHITECTURE.sections()["The life of an application"]
    told = [
        (first_code(start), first_code(action), first_code(end), first_code(event))
        for start, _, action, end, _, event in rows(text, columns=6)
    ]

    assert sorted(told) == sorted(
        (start.value, action.value, end.value, EVENT_KINDS[action])
        for (start, action), end in TRANSITIONS.items()
    )


def test_the_table_of_a_panels_life_is_its_state_machine() -> None:
    text = read(ROOT / "services" / "scoring" / "README.md").sections()["Panels"]
    told = [
        (first_code(start), first_code(action), first_code(end), first_code(event))
        for start, _, action, end, _, event in rows(text, columns=6)
    ]

    assert sorted(told) == sorted(
        (start.value, action.value, end.value, panel_lifecycle.EVENT_KINDS[action])
        for (start, action), end in panel_lifecycle.TRANSITIONS.items()
    )


def test_the_table_of_a_simulations_life_is_its_state_machine() -> None:
    text = read(ROOT / "services" / "scoring" / "README.md").sections()["Simulations"]
    told = [
        (first_code(start), first_code(action), first_code(end), first_code(event))
        for start, _, action, end, _, event in rows(text, columns=6)
    ]

    assert sorted(told) == sorted(
        (start.value, action.value, end.value, simulation_lifecycle.EVENT_KINDS[action])
        for (start, action), end in simulation_lifecycle.TRANSITIONS.items()
    )


@pytest.mark.parametrize("document", documents(), ids=named)
def test_links_lead_somewhere_inside_the_repository(document: Document) -> None:
    dead = []
    for link in document.links():
        target, _, anchor = link.partition("#")
        path = (document.path.parent / target).resolve() if target else document.path
        is_there = path.is_relative_to(ROOT) and path.exists()
        if not is_there or (anchor and anchor not in read(path).anchors()):
            dead.append(link)

    assert dead == []


@pytest.mark.parametrize("document", decisions(), ids=named)
def test_a_decision_has_its_five_headings_and_fits_a_page(document: Document) -> None:
    assert list(document.sections()) == HEADINGS
    assert len(document.text.splitlines()) <= MAX_DECISION_LINES


@pytest.mark.parametrize("document", decisions(), ids=named)
def test_a_decision_is_two_sentences(document: Document) -> None:
    decision = " ".join(document.sections()["Decision"].split())

    assert len(re.split(r"(?<=\.) (?=[A-Z])", decision)) == 2


@pytest.mark.parametrize("document", decisions(), ids=named)
def test_a_decision_names_files_that_enforce_it(document: Document) -> None:
    section = Document(path=document.path, text=document.sections()["Enforced by"])
    files = files_named_in(section)

    assert files
    assert [file for file in sorted(files) if not exists(file)] == []


def test_every_decision_is_in_the_index() -> None:
    index = read(ROOT / "docs" / "decisions" / "README.md")

    assert [link for link in index.links() if link[0].isdigit()] == [
        document.path.name for document in decisions()
    ]


@pytest.mark.parametrize(
    "document", [d for d in documents() if d.name != "docs/errors.md"], ids=named
)
def test_files_that_are_named_are_there(document: Document) -> None:
    assert [file for file in sorted(files_named_in(document)) if not exists(file)] == []


@pytest.mark.parametrize("document", [read(ROOT / "README.md"), CONTRIBUTING], ids=named)
def test_make_commands_are_targets(document: Document) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))

    assert make_commands(document)
    assert make_commands(document) - targets == set()


def test_the_two_commands_stand_at_the_top_of_the_readme() -> None:
    first_block = read(ROOT / "README.md").text.split("```")[1]

    assert re.findall(r"^make (\w+)", first_block, re.MULTILINE) == ["demo", "test"]


def test_intakes_readme_names_every_operation() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = make_app("intake", Path(folder)).openapi()["paths"]
    operations = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/v1/")
    }
    told = {
        code
        for code in read(ROOT / "services" / "intake" / "README.md").code()
        if re.match(r"(GET|POST|PUT|PATCH|DELETE) /v1/", code)
    }

    assert told == operations


def test_intakes_readme_names_every_setting() -> None:
    settings = re.findall(r"^#(INTAKE_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(settings) <= set(read(ROOT / "services" / "intake" / "README.md").code())
