"""The same order is the same order, also when jobs have gained fields since it was written."""

import hashlib
from typing import Any

import pytest

from services.documents.usecases.render_printed_form import digest_of
from shared.canonical import canonical_bytes
from shared.contracts.printing import PrintJob
from tests.documents import samples

#: What a job said before papers of hand-ins were printed.
FIRST_FIELDS = (
    "title",
    "subtitle",
    "application_id",
    "revision_number",
    "revision_sha256",
    "document_date",
    "form_code",
    "cover",
    "sections",
    "signature_lines",
)


def a_job(**changes: Any) -> PrintJob:
    return PrintJob.model_validate(samples.a_print_job(**changes))


def test_an_order_from_before_an_upgrade_is_the_same_order_after_it() -> None:
    said = a_job().model_dump(mode="json")
    before = hashlib.sha256(canonical_bytes({name: said[name] for name in FIRST_FIELDS}))

    assert digest_of(a_job()) == before.hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一份"},
        {"commitment": {"heading": "承诺", "paragraphs": ["真实"]}},
        {"addressee": "某局："},
        {"enclosures": ["表"]},
        samples.a_hand_in_paper("summary-table"),
        samples.a_hand_in_paper("recommendation-letter"),
    ],
)
def test_another_word_is_another_order(change: dict[str, Any]) -> None:
    assert digest_of(a_job(**change)) != digest_of(a_job())
