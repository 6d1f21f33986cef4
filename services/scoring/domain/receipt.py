"""What a receipt says of an assessment, made of the very bytes that were kept.

It proves what was computed and claims no more. Whoever checks it computes the same document again: nothing in it
is found in any other place than the assessment, its request and its edition.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.scoring.domain.edition import Edition
from shared.text import Text

#: The form of the document; another form gets another name.
FORMAT = "tidu-receipt-1"

#: The assessment as it was first recorded; a waiver or a judgement makes the next one.
FIRST_VERSION = 1

STATEMENT = Text(
    zh="本回执证明计算了什么：所列事实按所列版次逐条核对，得出所列结果。它不具有法律效力，不是认定，也不能代替认定；"
    "待人员判断的各条由人员决定。",
    en="This receipt proves what was computed: the facts below, held against the edition below, came out as stated. "
    "It claims no legal force. It is no decision about the factory and stands in for none; what is left to a person, "
    "a person decides.",
)

#: What is hashed for each criterion, told on the receipt so that anybody can do it again.
CLAUSE_HASH = Text(
    zh='clause_sha256：对规范化 JSON（RFC 8785）{"clause":{"en","zh"},"requirement":{"en","zh"}} 计算的 SHA-256',
    en='clause_sha256: SHA-256 over the canonical JSON (RFC 8785) of {"clause":{"en","zh"},"requirement":{"en","zh"}}',
)

_HEAD = ("tier", "standing", "outcome", "left_to_a_person", "scenes_built", "scenes_with_ai")

Json = dict[str, Any]
Sha256 = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A recorded assessment, read back from its bytes."""

    version: int
    document: Mapping[str, Any]
    document_sha256: str
    document_sm3: str
    request: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """How a receipt came to be."""

    at: str
    #: False for an assessment from before there were receipts: made when somebody first asked for it.
    is_with_assessment: bool
    #: None when it is not known which engine found the verdict.
    engine_version: str | None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the edition says of the names that the request uses."""

    #: Titles in both languages, of the edition, its tiers, the facts and the kinds of documents.
    names: Json
    #: The kinds of documents that may show a fact.
    evidence: Mapping[str, Sequence[str]]


#: Of an earlier assessment nothing is told that was not kept with it.
NO_TERMS = Terms(names={}, evidence={})


def receipt_document(kept: Kept, issue: Issue, terms: Terms, sha256: Sha256) -> Json:
    """Write a receipt's payload."""
    document, verdict = kept.document, kept.document["verdict"]
    return {
        "format": FORMAT,
        "statement": STATEMENT.as_json(),
        "assessment": {
            "assessment_id": document["assessment_id"],
            "version": kept.version,
            "recorded_at": document["recorded_at"],
            "sha256": kept.document_sha256,
            "sm3": kept.document_sm3,
        },
        "issued": {
            "at": issue.at,
            "when": "with-assessment" if issue.is_with_assessment else "on-first-reading",
        },
        "subject": document["subject"],
        "edition": {
            "edition_id": verdict["edition_id"],
            "sha256": verdict["edition_hash"],
            "round_id": verdict["round_id"],
            "conditions_sha256": verdict["conditions_hash"],
        },
        "engine_version": issue.engine_version,
        "request": kept.request,
        "request_sha256": document["request_sha256"],
        "rests_on": rests_on(kept.request, terms.evidence),
        "names": terms.names,
        "clause_hash": CLAUSE_HASH.as_json(),
        "verdict": verdict_part(verdict, sha256),
        "tiers": tiers_part(verdict),
    }


def terms_of(edition: Edition, request: Mapping[str, Any]) -> Terms:
    """Look up what an edition calls the things of a request."""
    attached = {one["kind"] for one in request.get("documents") or ()}
    return Terms(
        names={
            "edition": edition.title.as_json(),
            "tiers": {name: tier.title.as_json() for name, tier in edition.tiers.items()},
            "facts": {
                name: fact.title.as_json()
                for name, fact in edition.facts.items()
                if name in request["facts"]
            },
            "documents": {
                kind: title.as_json()
                for kind, title in edition.evidence_kinds.items()
                if kind in attached
            },
        },
        evidence={name: fact.evidence for name, fact in edition.facts.items()},
    )


def rests_on(request: Mapping[str, Any], evidence: Mapping[str, Sequence[str]]) -> Json:
    """Name for each fact the attached documents that may show it, by kind; their digests stand in the request."""
    # Several files of a kind are one kind.
    attached = dict.fromkeys(one["kind"] for one in request.get("documents") or ())
    found = {
        name: [kind for kind in attached if kind in evidence.get(name, ())]
        for name in request["facts"]
    }
    return {name: kinds for name, kinds in found.items() if kinds}


def verdict_part(verdict: Mapping[str, Any], sha256: Sha256) -> Json:
    """Tell the tier that was asked for in full, each criterion with the digest of its text."""
    return {
        **{name: verdict[name] for name in _HEAD if name in verdict},
        "criteria": [
            {**one, "clause_sha256": sha256(clause_text(one))} for one in verdict["criteria"]
        ],
        "gaps": verdict["gaps"],
    }


def clause_text(criterion: Mapping[str, Any]) -> Json:
    """Give what is hashed of a criterion: what is asked, and where it stands."""
    return {"clause": criterion["clause"], "requirement": criterion["requirement"]}


def tiers_part(verdict: Mapping[str, Any]) -> list[Json]:
    """Tell of every tier how it came out; earlier records do not tell all of them criterion by criterion."""
    return [
        {
            **{name: one[name] for name in ("tier", "standing", "outcome", "left_to_a_person")},
            "results": {each["criterion_id"]: each["result"] for each in one["criteria"]},
        }
        for one in verdict.get("tiers") or ()
        if "criteria" in one
    ]
