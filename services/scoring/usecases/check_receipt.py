"""Checks a receipt without the service: its signature, its digests, and the verdict computed anew.

Nothing that a receipt says is taken for granted, not even under a good signature: the key may have signed a
verdict that the edition does not give.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from services.scoring.domain.edition import Edition
from services.scoring.domain.receipt import CLAUSE_HASH, STATEMENT
from services.scoring.signing.jws import NotSigned, SignedDocument
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.store.receipt_schema import EditionPart, ReceiptPayload
from services.scoring.usecases.issue_receipt import clause_sha256
from services.scoring.usecases.recompute_receipt import differences
from shared.canonical import canonical_bytes
from shared.digests import digests_of
from shared.request_errors import InvalidRequest, MalformedJson
from shared.strict_json import strict_loads
from shared.text import Text
from shared.validation import faults_of


@dataclass(frozen=True, kw_only=True)
class Check:
    """One statement of the receipt, and whether it holds; None when it cannot be checked here."""

    what: Text
    holds: bool | None


@dataclass(frozen=True, kw_only=True)
class Payload:
    """What a receipt says, read twice: by its form, and as it stands."""

    form: ReceiptPayload
    said: Mapping[str, Any]


def check_signature(signed: SignedDocument, keys: Sequence[ReceiptKey] | None) -> Check:
    """Check the signature with the key that the receipt names, among those that are given."""
    name = signed.key_id
    if keys is None:
        return Check(
            what=Text(
                zh="签名未核对：请以 --keys 给出公钥",
                en="the signature is not checked: give the public keys with --keys",
            ),
            holds=None,
        )
    key = next((one for one in keys if one.key_id == name), None)
    if key is None:
        return Check(
            what=Text(
                zh="所给公钥中没有签名密钥 {name}，签名无法核对",
                en="the key {name} is not among those given: the signature cannot be checked",
            ).fill(name=name),
            holds=None,
        )
    holds = key.algorithm.name == signed.header["alg"] and key.algorithm.verify(
        key.jwk, signed.signing_input, signed.signature
    )
    what = (
        Text(zh="签名出自密钥 {name}", en="the signature is that of key {name}")
        if holds
        else Text(
            zh="签名与密钥 {name} 不符：回执签名后被改动，或签名并非出自该密钥",
            en="the signature is not that of key {name}: the receipt was changed after it was signed, or is another's",
        )
    )
    return Check(what=what.fill(name=name), holds=holds)


def read_payload(signed: SignedDocument) -> Payload:
    """Read what a receipt says; raise NotSigned for what has not the form of one."""
    try:
        # Strictly, because what it says is shown in a terminal: no character there may be hidden.
        said: Any = strict_loads(signed.payload)
        if canonical_bytes(said) != signed.payload:
            raise NotSigned("its payload is not canonical JSON (RFC 8785)")
        return Payload(form=ReceiptPayload.model_validate(said), said=said)
    except ValidationError as error:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        places = ", ".join(fault.pointer or "/" for fault in faults_of(errors))
        raise NotSigned(f"its payload is not of the form tidu-receipt-1: {places}") from error
    except (MalformedJson, InvalidRequest, ValueError, TypeError, RecursionError) as error:
        raise (
            error if isinstance(error, NotSigned) else NotSigned("its payload is no JSON of ours")
        ) from error


def check_statements(payload: Payload) -> Iterator[Check]:
    """Check what needs no edition: digests over what stands on the receipt itself."""
    form, said = payload.form, payload.said
    yield Check(
        what=Text(zh="声明文字为规定的文字", en="the statement is the one that every receipt has"),
        holds=form.statement.model_dump() == STATEMENT.as_json()
        and form.clause_hash.model_dump() == CLAUSE_HASH.as_json(),
    )
    yield Check(
        what=Text(
            zh="request_sha256 是所列事实和文件的摘要值",
            en="request_sha256 is the digest of the facts and documents on the receipt",
        ),
        holds=digests_of(canonical_bytes(said["request"])).sha256 == form.request_sha256,
    )
    asked = form.request
    yield Check(
        what=Text(
            zh="对象、版次、批次、等级与请求一致",
            en="subject, edition, round and tier are those of the request",
        ),
        holds=(asked.subject, asked.edition_id, asked.round_id, asked.tier)
        == (form.subject, form.edition.edition_id, form.edition.round_id, form.verdict.tier),
    )
    for one in said["verdict"]["criteria"]:
        text = {"clause": one["clause"], "requirement": one["requirement"]}
        if clause_sha256(text) != one["clause_sha256"]:
            yield Check(
                what=Text(
                    zh="条件 {id}：条款文字与其摘要值不符",
                    en="criterion {id}: the clause text is not what clause_sha256 was taken of",
                ).fill(id=one["criterion_id"]),
                holds=False,
            )


def check_edition(payload: Payload, edition: Edition | None) -> Check:
    """Check that an edition is the very one of the receipt, with the conditions of its round."""
    said = payload.form.edition
    if edition is None:
        return Check(
            what=Text(
                zh="没有版次 {id}（sha256 {sha256}）：请以 --edition 给出其文件夹",
                en="there is no edition {id} (sha256 {sha256}) here: give its folder with --edition",
            ).fill(id=said.edition_id, sha256=said.sha256),
            holds=None,
        )
    if (edition.edition_id, edition.content_hash.sha256) != (said.edition_id, said.sha256):
        return Check(
            what=Text(
                zh="版次不同：回执为 {id}（sha256 {sha256}），所用为 {other}（sha256 {here}）",
                en="another edition: the receipt has {id} (sha256 {sha256}), here is {other} (sha256 {here})",
            ).fill(
                id=said.edition_id,
                sha256=said.sha256,
                other=edition.edition_id,
                here=edition.content_hash.sha256,
            ),
            holds=False,
        )
    return _check_conditions(said, edition)


def _check_conditions(said: EditionPart, edition: Edition) -> Check:
    found = edition.conditions.get(said.round_id) if said.round_id is not None else None
    here = None if found is None else found.content_hash.sha256
    if here != said.conditions_sha256:
        return Check(
            what=Text(
                zh="批次 {id} 的附加条件不同：回执为 {sha256}，所用为 {here}",
                en="other conditions of round {id}: the receipt has {sha256}, here are {here}",
            ).fill(id=said.round_id, sha256=said.conditions_sha256, here=here),
            holds=False,
        )
    return Check(
        what=Text(
            zh="版次 {id} 及批次附加条件的摘要值一致",
            en="edition {id} and the conditions of the round have the digests of the receipt",
        ).fill(id=said.edition_id),
        holds=True,
    )


def check_verdict(payload: Payload, edition: Edition) -> Iterator[Check]:
    """Compute the verdict again from the receipt's facts and compare everything that is said of it."""
    for what, holds in differences(payload.form, payload.said, edition):
        yield Check(what=what, holds=holds)
