"""Checks what persons' rulings made of an assessment, beside its receipt and without the service."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from services.scoring.domain.rulings import (
    MachineFinding,
    Ruling,
    left_to_a_person,
    require_open,
    standing_rulings,
)
from services.scoring.signing.digest_signatures import Signed, is_signature_of, version_name
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.usecases.check_receipt import Check, Payload
from services.scoring.usecases.rule_on_criterion import ruling_document, ruling_in
from shared.canonical import canonical_bytes
from shared.contracts.rulings import AssessmentVersions
from shared.digests import digests_of
from shared.errors import TiduError
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads
from shared.text import Text

_BESIDE = ("version_sha256", "version_sm3", "signature")


class NoVersions(ValueError):
    """The file does not hold the versions of an assessment."""


def read_versions(content: bytes) -> list[dict[str, Any]]:
    """Read the answer of either service that lists them; raise NoVersions."""
    try:
        found: Any = strict_loads(content)
        AssessmentVersions.model_validate(found)
        canonical_bytes(found)
    except (MalformedJson, InvalidRequest, ValidationError, ValueError, TypeError) as error:
        raise NoVersions("is no list of an assessment's versions") from error
    return list(found["versions"])


def check_versions(
    payload: Payload, versions: Sequence[Mapping[str, Any]], keys: Sequence[ReceiptKey] | None
) -> Iterator[Check]:
    """Check every version: its digests, its signature, the one before, and what it says of the rulings."""
    form, said = payload.form, payload.said
    found = [
        MachineFinding(criterion_id=one["criterion_id"], kind=one["kind"], result=one["result"])
        for one in said["verdict"]["criteria"]
    ]
    previous, rulings = form.assessment.sha256, list[Ruling]()
    for number, version in enumerate(versions, start=2):
        document = {name: value for name, value in version.items() if name not in _BESIDE}
        digests = digests_of(canonical_bytes(document))
        ruling = ruling_in(version["ruling"])
        rulings.append(ruling)
        holds = {
            "digest": (digests.sha256, digests.sm3)
            == (version["version_sha256"], version["version_sm3"]),
            "place": document
            == _expected(payload, found, rulings, number=number, previous=previous),
            "ruling": _is_open(found, ruling),
        }
        for name, what in _WORDS.items():
            yield Check(what=what.fill(number=number), holds=holds[name])
        yield _check_signature(version, form.assessment.assessment_id, number, keys)
        previous = digests.sha256


def _expected(
    payload: Payload,
    found: Sequence[MachineFinding],
    rulings: Sequence[Ruling],
    *,
    number: int,
    previous: str,
) -> dict[str, Any]:
    """Write down what a version must say when these rulings were taken one after another."""
    form = payload.form
    standing = standing_rulings(found, rulings)
    return {
        "assessment_id": form.assessment.assessment_id,
        "version": number,
        "previous_sha256": previous,
        "assessment_sha256": form.assessment.sha256,
        "edition_id": form.edition.edition_id,
        "edition_hash": form.edition.sha256,
        "tier": form.verdict.tier,
        "outcome": form.verdict.outcome,
        "left_to_a_person": left_to_a_person(found, standing),
        "ruling": ruling_document(rulings[-1]),
        "rulings": [ruling_document(one) for one in standing],
    }


def _is_open(found: Sequence[MachineFinding], ruling: Ruling) -> bool:
    try:
        require_open(found, ruling)
    except TiduError:
        return False
    return True


def _check_signature(
    version: Mapping[str, Any],
    assessment_id: str,
    number: int,
    keys: Sequence[ReceiptKey] | None,
) -> Check:
    if keys is None:
        return Check(what=_UNCHECKED.fill(number=number), holds=None)
    holds = is_signature_of(
        str(version["signature"]),
        keys,
        Signed.ASSESSMENT_VERSION,
        version_name(assessment_id, number),
        sha256=str(version["version_sha256"]),
        sm3=str(version["version_sm3"]),
    )
    return Check(what=_SIGNED.fill(number=number), holds=holds)


_WORDS: Mapping[str, Text] = {
    "digest": Text(zh="裁定版本 {number} 的摘要值", en="digests of version {number}"),
    "place": Text(
        zh="裁定版本 {number} 接在上一版之后，所列与历次裁定相符",
        en="version {number} follows the one before, and says what its rulings make",
    ),
    "ruling": Text(
        zh="裁定版本 {number} 的条件确由人员决定",
        en="version {number} rules on what is left to a person",
    ),
}
_SIGNED = Text(zh="裁定版本 {number} 的签名", en="signature of version {number}")
_UNCHECKED = Text(
    zh="裁定版本 {number} 的签名未核对：请以 --keys 给出公钥",
    en="the signature of version {number} is not checked: give the public keys with --keys",
)
