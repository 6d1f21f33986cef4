"""What a receipt says, and what it never says."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.scoring.domain.receipt import (
    CLAUSE_HASH,
    NO_TERMS,
    STATEMENT,
    Issue,
    Kept,
    receipt_document,
    rests_on,
    terms_of,
    tiers_part,
)
from services.scoring.domain.result_words import OUTCOMES, RESULTS
from services.scoring.domain.verdict_document import verdict_document
from tests.scoring.builders import edition, evaluation_on, facts_of_a_factory

RECORDS = Path(__file__).parents[1] / "records"

#: Words of a decision, which no machine takes.
DECISIONS = (
    "recognise",
    "recognition",
    "qualif",
    "approve",
    "合格",
    "通过",
    "批准",
    "予以认定",
    "兹认定",
)


def test_no_word_of_ours_reads_as_a_recognition() -> None:
    texts = [STATEMENT, CLAUSE_HASH, *RESULTS.values(), *OUTCOMES.values()]

    said = [word for text in texts for word in DECISIONS if word in f"{text.zh} {text.en}".lower()]

    assert said == []
    assert "不具有法律效力，不是认定" in STATEMENT.zh
    assert "claims no legal force" in STATEMENT.en


def test_every_result_and_outcome_has_words() -> None:
    said = verdict_document(evaluation_on({}, edition_id="cn-2025"))
    tiers: Any = said["tiers"]

    assert {one["result"] for tier in tiers for one in tier["criteria"]} <= set(RESULTS)
    assert {tier["outcome"] for tier in tiers} <= set(OUTCOMES)


def test_a_fact_rests_on_those_of_its_documents_that_are_attached() -> None:
    request = {
        "facts": {"a": 1, "b": 2, "c": 3},
        "documents": [{"kind": "report"}, {"kind": "scan"}],
    }
    evidence = {"a": ("report", "photo"), "b": ("photo",), "d": ("scan",)}

    assert rests_on(request, evidence) == {"a": ["report"]}
    assert rests_on({"facts": {"a": 1}}, evidence) == {}


def test_only_what_the_request_uses_is_named() -> None:
    facts = facts_of_a_factory()
    documents = [{"kind": "maturity-report"}]

    names = terms_of(edition(), {"facts": facts, "documents": documents}).names

    assert set(names["facts"]) == set(facts)
    assert list(names["documents"]) == ["maturity-report"]
    assert names["tiers"]["advanced"] == {"zh": "先进级", "en": "Advanced"}


@pytest.mark.parametrize("form", ["first", "second", "third"])
def test_an_earlier_record_is_told_as_far_as_it_tells(form: str) -> None:
    document = json.loads((RECORDS / f"{form}-form-assessment.json").read_bytes())
    kept = Kept(
        version=1,
        document=document,
        document_sha256="a" * 64,
        document_sm3="b" * 64,
        request=json.loads((RECORDS / f"{form}-form-request.json").read_bytes()),
    )
    issue = Issue(at="2025-08-01T00:00:00+00:00", is_with_assessment=False, engine_version=None)

    said = receipt_document(kept, issue, NO_TERMS, lambda text: str(sorted(text)))

    assert len(said["verdict"]["criteria"]) == len(document["verdict"]["criteria"])
    assert [one["clause_sha256"] for one in said["verdict"]["criteria"]] == [
        "['clause', 'requirement']"
    ] * len(said["verdict"]["criteria"])
    assert len(tiers_part(document["verdict"])) == (4 if form == "third" else 0)
    assert (said["issued"]["when"], said["engine_version"]) == ("on-first-reading", None)
