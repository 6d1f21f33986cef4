"""The files that a round asks for: what keeps a draft, and what a submission must prove."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.intake.bundles.rounds import load_rounds
from services.intake.domain.applications import Attachment, Revision
from services.intake.domain.document_errors import (
    MaturityReportMissing,
    RequiredDocumentMissing,
    ScanMissing,
    ScanVoid,
)
from services.intake.domain.lifecycle import State
from services.intake.domain.required_documents import draft_faults, require_documents
from services.intake.domain.rounds import DocumentKind, TierRules
from services.intake.domain.tiers import Tier
from shared.errors import TiduError
from tests.harness.reached import LEDGER
from tests.intake.forms import a_maturity_report, an_application

AT = datetime(2025, 4, 10, 1, tzinfo=UTC)
REPORT, RESULT, SCAN, PORTAL = (
    DocumentKind.MATURITY_REPORT,
    DocumentKind.SELF_ASSESSMENT_RESULT,
    DocumentKind.STAMPED_SCAN,
    DocumentKind.PORTAL_FORM,
)
#: Round and tier → what its notice asks for, in its order.
ASKED = [
    ("tianjin-2025-1", Tier.BASIC, [REPORT, RESULT, SCAN]),
    ("tianjin-2025-1", Tier.ADVANCED, [REPORT, SCAN]),
    ("tianjin-2025-2", Tier.BASIC, [REPORT, SCAN]),
    ("tianjin-2025-2", Tier.ADVANCED, [REPORT, SCAN]),
    ("tianjin-2025-2", Tier.EXCELLENT, [PORTAL]),
    ("tianjin-2025-2", Tier.LEADING, [PORTAL]),
]


def rules_of(round_id: str, tier: Tier) -> TierRules:
    rules = load_rounds()[round_id].round.rules_for(tier)
    assert rules is not None
    return rules


FIRST_BASIC = rules_of("tianjin-2025-1", Tier.BASIC)


def a_revision(number: int = 1) -> Revision:
    return Revision(
        application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061730",
        number=number,
        content=b"{}",
        sha256="ab" * 32,
        sm3="cd" * 32,
        form_code="ABCD",
        printed_document_id=None,
        cut_by="li.applicant",
        cut_at=AT,
    )


def attached(*kinds: DocumentKind, proves: int = 1) -> dict[str, Attachment]:
    return {
        kind.value: Attachment(
            attachment_id=f"a-{kind}",
            application_id="0198f09f-4b7e-7a90-b1c2-d3e4f5061730",
            kind=kind.value,
            revision_number=proves if kind is SCAN else None,
            document_id=f"d-{kind}",
            version_id="v-1",
            file_name=f"{kind}.pdf",
            media_type="application/pdf",
            size_bytes=100,
            sha256="ab" * 32,
            sm3="cd" * 32,
            attached_at=AT,
            attached_by="li.applicant",
        )
        for kind in kinds
    }


@pytest.mark.parametrize(("round_id", "tier", "kinds"), ASKED)
def test_a_round_asks_for_what_its_notice_names(
    round_id: str, tier: Tier, kinds: list[DocumentKind]
) -> None:
    assert [each.kind for each in rules_of(round_id, tier).required_documents] == kinds


@pytest.mark.parametrize(("round_id", "tier", "kinds"), ASKED)
def test_a_draft_misses_each_file_but_the_scan_which_only_a_revision_can_have(
    round_id: str, tier: Tier, kinds: list[DocumentKind]
) -> None:
    draft = an_application(State.DRAFT, maturity_report=None)
    figures = ["/maturity_report"] if REPORT in kinds else []
    files = [f"/attachments/{kind}" for kind in kinds if kind is not SCAN]

    faults = draft_faults(draft, rules_of(round_id, tier), {})

    assert [fault.pointer for fault in faults] == figures + files
    assert {fault.code for fault in faults} == {"required"}
    filled = replace(draft, maturity_report=a_maturity_report())
    assert draft_faults(filled, rules_of(round_id, tier), attached(*kinds)) == ()


def test_a_missing_file_is_called_as_the_round_calls_it() -> None:
    draft = an_application(State.DRAFT, maturity_report=a_maturity_report())

    [fault] = draft_faults(draft, FIRST_BASIC, attached(REPORT))

    assert fault.message.zh == "请上传“自评结果报告”"
    assert "Report of the self-assessment's result" in fault.message.en


@pytest.mark.parametrize(
    ("there", "error", "missing"),
    [
        ([], MaturityReportMissing, [REPORT, RESULT, SCAN]),
        ([REPORT], RequiredDocumentMissing, [RESULT, SCAN]),
        ([REPORT, SCAN], RequiredDocumentMissing, [RESULT]),
        ([REPORT, RESULT], ScanMissing, [SCAN]),
    ],
)
def test_a_submission_names_every_file_that_is_missing(
    there: list[DocumentKind], error: type[TiduError], missing: list[DocumentKind]
) -> None:
    """No request leads to a finalised application without its files; this is the last look at them."""
    with pytest.raises(error) as raised:
        require_documents(
            an_application(State.FINALISED), a_revision(), FIRST_BASIC, attached(*there)
        )

    assert [fault.pointer for fault in raised.value.faults] == [
        f"/attachments/{kind}" for kind in missing
    ]
    LEDGER.reach("error code", error.code)


@pytest.mark.parametrize(
    ("submitted", "finalised", "proves", "holds"),
    [(1, 1, 1, True), (2, 2, 1, False), (1, 2, 1, False), (1, 2, 2, False), (2, 2, 2, True)],
)
def test_the_scan_proves_the_revision_that_is_submitted_and_stands(
    submitted: int, finalised: int, proves: int, *, holds: bool
) -> None:
    application = an_application(State.FINALISED, revision_number=finalised)
    files = attached(REPORT, RESULT, SCAN, proves=proves)

    if holds:
        require_documents(application, a_revision(submitted), FIRST_BASIC, files)
    else:
        with pytest.raises(ScanVoid):
            require_documents(application, a_revision(submitted), FIRST_BASIC, files)


@pytest.mark.parametrize(("number", "holds"), [(1, False), (2, True)])
def test_a_round_that_asks_for_no_scan_takes_only_the_revision_that_stands(
    number: int, *, holds: bool
) -> None:
    rules = replace(
        FIRST_BASIC,
        required_documents=tuple(
            each for each in FIRST_BASIC.required_documents if each.kind is not SCAN
        ),
    )
    application = an_application(State.FINALISED, revision_number=2)

    if holds:
        require_documents(application, a_revision(number), rules, attached(REPORT, RESULT))
    else:
        with pytest.raises(ScanVoid):
            require_documents(application, a_revision(number), rules, attached(REPORT, RESULT))
