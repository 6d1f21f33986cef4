"""Whatever form a recorded verdict has, intake gives it on as it was hashed."""

import json
from pathlib import Path

import pytest

from services.intake.routes.after_submission import VerdictView
from shared.canonical import canonical_bytes
from shared.contracts.scoring import Assessment
from shared.digests import digests_of

RECORDS = sorted((Path(__file__).parents[2] / "scoring" / "records").glob("*-assessment.json"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_given_on_byte_for_byte(record: Path) -> None:
    content = record.read_bytes()
    digests = digests_of(content)
    known = {
        **json.loads(content),
        "assessment_sha256": digests.sha256,
        "assessment_sm3": digests.sm3,
    }

    view = VerdictView(assessment=Assessment.model_validate(known))

    shown = view.model_dump(mode="json", exclude_unset=True)["assessment"]
    del shown["assessment_sha256"], shown["assessment_sm3"]
    assert canonical_bytes(shown) == content
