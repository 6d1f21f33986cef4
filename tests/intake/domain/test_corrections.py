"""The places that a return may name are those that an application has."""

import pytest

from services.intake.domain.applications import Correction
from services.intake.domain.corrections import require_known_places
from services.intake.domain.errors import CorrectionPlaceUnknown
from tests.intake.forms import the_schema


def corrections(*pointers: str) -> list[Correction]:
    return [Correction(pointer=pointer, reason="请补正") for pointer in pointers]


@pytest.mark.parametrize(
    "pointer",
    [
        "/form",
        "/form/scenes",
        "/form/scenes/scene-1/own_name",
        "/form/applicant/years/2024",
        "/maturity_report",
        "/maturity_report/score",
        "/attachments/maturity-report",
        "/attachments/stamped-scan",
        "/attachments/other-evidence",
        "/attachments/portal-form",
        "/attachments/self-assessment-result",
        "/attachments/video",
        "/attachments/photograph/0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
    ],
)
def test_a_place_of_an_application_is_known(pointer: str) -> None:
    require_known_places(the_schema().root, corrections(pointer))


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/",
        "form",
        "x/form",
        "/form/",
        "/form/garage",
        "/form/applicant~1contact",
        "/forms",
        "/maturity_report/colour",
        "/maturity_report/score/2",
        "/attachments",
        "/attachments/printed-form",
        "/attachments/stamped-scan/1",
        "/attachments/blueprint",
        "/attachments/blueprint/0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
    ],
)
def test_any_other_place_is_named_as_unknown(pointer: str) -> None:
    with pytest.raises(CorrectionPlaceUnknown) as refusal:
        require_known_places(the_schema().root, corrections("/form", pointer, "/form/factory"))

    assert [fault.pointer for fault in refusal.value.faults] == ["/corrections/1/pointer"]
