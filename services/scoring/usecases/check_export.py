"""Draws and computes a panel again from its export, with the code that the service itself runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.scoring.domain.assessment import KeptBytes
from services.scoring.domain.panels.assignment import Assignment, short_of_experts
from services.scoring.domain.panels.ballots import (
    Ballot,
    BallotState,
    ballot_document,
    read_points,
)
from services.scoring.domain.panels.commitment import commitment_to, seed_of
from services.scoring.domain.panels.conflicts import eligible_experts
from services.scoring.domain.panels.documents import spelt
from services.scoring.domain.panels.draw import (
    Recusal,
    draw,
    draw_document,
    in_force,
    replacement_for,
)
from services.scoring.domain.panels.pool import Basis
from services.scoring.domain.panels.result import result_document, vote_of
from services.scoring.signing.digest_signatures import Signed, is_signature_of
from services.scoring.signing.key_folder import ReceiptKey
from services.scoring.store.basis_schema import basis_of
from services.scoring.store.export_schema import BallotData, ExportData
from services.scoring.store.kept_bytes import kept_bytes
from shared.canonical import as_json_object
from shared.text import Text


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was made again, and whether it came out as the export says."""

    holds: bool
    what: Text


def redraw(export: ExportData) -> tuple[list[Check], Assignment]:
    """Make the draw again, and each replacement; raise ValidationError for a basis that is none."""
    basis = basis_of(export.basis)
    seed = _seed(export)
    if short_of_experts(eligible_experts(basis), basis.terms.experts_each):
        return [
            _check(Text(zh="专家不足，无法抽取", en="too few experts to draw"), holds=False)
        ], {}
    assignment = draw(basis, seed)
    drawn = kept_bytes(
        draw_document(basis_sha256=export.basis_sha256, seed=seed, assignment=assignment)
    )
    checks = [
        *_checks_of_seed(export),
        _check(
            Text(zh="抽取结果与重抽一致", en="the draw is the one made again"),
            holds=kept_bytes(as_json_object(export.draw)).content == drawn.content,
        ),
        _digest(
            Text(zh="抽取结果摘要", en="digest of the draw"),
            kept_bytes(as_json_object(export.draw)),
            export.draw_sha256,
            export.draw_sm3,
        ),
        *_checks_of_recusals(export, basis, seed, assignment),
    ]
    return checks, in_force(assignment, [one.recusal() for one in export.recusals])


def recompute(export: ExportData) -> list[Check]:
    """Make draw and result again; the export is of a closed panel."""
    checks, standing = redraw(export)
    if not standing:
        return checks
    basis = basis_of(export.basis)
    counted = [one for one in export.ballots or () if one.is_counted]
    checks.extend(_check_of_ballot(one, basis, standing) for one in counted)
    quorum = basis.terms.quorum
    held = {one: sum(b.application_id == one for b in counted) for one in standing}
    checks.append(
        _check(
            Text(zh="每件申报达到最低票数", en="every application has its quorum"),
            holds=all(count >= quorum for count in held.values()),
        )
    )
    found = result_document(
        basis,
        _seed(export),
        [vote_of(one.application_id, one.expert_id, one.points) for one in counted],
        basis_sha256=export.basis_sha256,
        draw_sha256=export.draw_sha256,
    )
    return [*checks, *_checks_of_result(export, kept_bytes(found))]


def check_signature(export: ExportData, keys: Sequence[ReceiptKey]) -> Check:
    """Check the signature over the result's digests; one that is missing does not hold."""
    holds = is_signature_of(
        export.signature or "",
        keys,
        Signed.PANEL_RESULT,
        str(export.basis.get("panel_id")),
        sha256=export.result_sha256 or "",
        sm3=export.result_sm3 or "",
    )
    return _check(Text(zh="评审结果的签名", en="the signature over the result"), holds=holds)


def _seed(export: ExportData) -> bytes:
    return seed_of(
        basis_sha256=export.basis_sha256,
        secret=export.reveal.secret,
        public_value=export.reveal.public_value,
    )


def _checks_of_seed(export: ExportData) -> Iterator[Check]:
    commitment = export.commitment.commitment()
    yield _digest(
        Text(zh="冻结的专家库摘要", en="digest of the frozen basis"),
        kept_bytes(as_json_object(export.basis)),
        export.basis_sha256,
        export.basis_sm3,
    )
    yield _check(
        Text(zh="秘密值与承诺相符", en="the secret is the one committed to"),
        holds=commitment_to(export.reveal.secret) == commitment.secret_sha256,
    )
    yield _check(
        Text(zh="公开值符合事先确定的写法", en="the public value is written as was fixed"),
        holds=commitment.value.is_spelt_like(export.reveal.public_value),
    )


def _checks_of_recusals(
    export: ExportData, basis: Basis, seed: bytes, assignment: Assignment
) -> Iterator[Check]:
    log: list[Recusal] = []
    for stated in (one.recusal() for one in export.recusals):
        what = Text(
            zh=f"第 {stated.counter} 次回避的替补", en=f"replacement of recusal {stated.counter}"
        )
        if stated.application_id not in assignment:
            yield _check(what, holds=False)
            continue
        found = replacement_for(
            basis,
            seed,
            assignment,
            log,
            application_id=stated.application_id,
            expert_id=stated.expert_id,
            is_whole=stated.is_whole,
        )
        is_on = stated.expert_id in in_force(assignment, log)[stated.application_id]
        yield _check(what, holds=is_on and stated == found)
        log.append(stated)


def _check_of_ballot(ballot: BallotData, basis: Basis, standing: Assignment) -> Check:
    """See that a ballot is the assigned expert's, whole, and the one whose digest was recorded."""
    stated = {item: spelt(points) for item, points in ballot.points.items()}
    _, faults = read_points(basis.scheme, stated, must_be_whole=True)
    is_assigned = ballot.expert_id in standing.get(ballot.application_id, ())
    what = Text(
        zh=f"打分票 {ballot.expert_id} → {ballot.application_id}",
        en=f"ballot of {ballot.expert_id} on {ballot.application_id}",
    )
    document = kept_bytes(ballot_document(_ballot(ballot, basis.panel_id)))
    return _check(
        what, holds=is_assigned and not faults and document.sha256 == ballot.ballot_sha256
    )


def _ballot(data: BallotData, panel_id: str) -> Ballot:
    return Ballot(
        assignment_id="",
        panel_id=panel_id,
        application_id=data.application_id,
        expert_id=data.expert_id,
        state=BallotState(data.state),
        version=data.version,
        points=data.points,
        remark=data.remark,
        salt=data.salt,
        commitment=data.ballot_sha256,
        handed_in_at=data.handed_in_at,
    )


def _checks_of_result(export: ExportData, found: KeptBytes) -> Iterator[Check]:
    yield _check(
        Text(zh="评审结果与重算一致", en="the result is the one computed again"),
        holds=export.result is not None
        and kept_bytes(as_json_object(export.result)).content == found.content,
    )
    yield _check(
        Text(zh="评审结果摘要", en="digest of the result"),
        holds=(found.sha256, found.sm3) == (export.result_sha256, export.result_sm3),
    )


def _digest(what: Text, kept: KeptBytes, sha256: str, sm3: str) -> Check:
    return _check(
        Text(zh=f"{what.zh} {sha256}", en=f"{what.en} {sha256}"),
        holds=(kept.sha256, kept.sm3) == (sha256, sm3),
    )


def _check(what: Text, *, holds: bool) -> Check:
    return Check(holds=holds, what=what)
