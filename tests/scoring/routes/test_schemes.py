"""Scoring schemes over HTTP."""

import pytest

from shared.identity.principal import Role
from tests.harness.api import Api
from tests.scoring.panel_builders import EXPERT_ITEMS, SCHEME_ID


def test_schemes_are_listed_with_whose_they_are(scoring: Api) -> None:
    found = scoring.as_role("applicant").get("/v1/schemes").ok(200)["items"]

    assert {one["scheme_id"]: (one["standing"], one["is_usable"]) for one in found} == {
        "city-template": ("template", False),
        SCHEME_ID: ("another-place", True),
    }


def test_a_scheme_is_shown_item_by_item_with_its_certainty(scoring: Api) -> None:
    found = scoring.as_role("expert").get(f"/v1/schemes/{SCHEME_ID}").ok(200)

    for_experts = {one["item_id"]: one["most"] for one in found["items"] if one["is_for_experts"]}
    assert for_experts == EXPERT_ITEMS
    assert {one["certainty"] for one in found["items"]} == {"seen-in-secondary-source"}
    assert found["place"] == {"zh": "辽宁省／大连市", "en": "Liaoning / Dalian"}
    assert "不是天津市" in found["note"]["zh"]


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_by_which_scheme_points_are_given(scoring: Api, role: Role) -> None:
    found = scoring.as_role(role, unit="120116").get(f"/v1/schemes/{SCHEME_ID}").ok(200)

    assert found["scheme_id"] == SCHEME_ID


def test_a_scheme_that_is_not_there_is_not_found(scoring: Api) -> None:
    scoring.as_role("auditor").get("/v1/schemes/nobodys").refused(404, "scheme-not-found")
