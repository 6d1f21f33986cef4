"""Rows to domain values and back, where a column and a field share their name."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

from sqlalchemy import RowMapping

from services.intake.domain.applications import (
    Application,
    Attachment,
    Correction,
    Decision,
    HandIn,
    MaturityReport,
    Revision,
    RevisionCause,
    VerdictSummary,
)
from services.intake.domain.lifecycle import Action, State
from services.intake.domain.lists import ListState, OfficialList
from services.intake.domain.national_portal import PortalFiling
from services.intake.domain.tiers import Tier

Value = TypeVar("Value")


def value_of(kind: type[Value], row: RowMapping | Mapping[str, Any]) -> Value:
    """Make a value of a dataclass from the columns that bear its fields' names."""
    names = [field.name for field in fields(cast("Any", kind))]
    return kind(**{name: row[name] for name in names})


def columns_of(value: object) -> dict[str, Any]:
    """Give a dataclass's fields as columns, one level deep."""
    return {field.name: getattr(value, field.name) for field in fields(cast("Any", value))}


def application_of(row: RowMapping) -> Application:
    """Read an application."""
    report, verdict = row["maturity_report"], row["verdict"]
    return value_of(
        Application,
        {
            **row,
            "tier": Tier(row["tier"]),
            "state": State(row["state"]),
            "maturity_report": None if report is None else MaturityReport(**report),
            "portal_filing": _portal_filing_of(row),
            "verdict": None if verdict is None else VerdictSummary(**verdict),
        },
    )


def _portal_filing_of(row: RowMapping) -> PortalFiling | None:
    if row["portal_number"] is None:
        return None
    return PortalFiling(number=row["portal_number"], filed_at=row["portal_filed_at"])


def application_columns(application: Application) -> dict[str, Any]:
    """Write an application."""
    report, verdict = application.maturity_report, application.verdict
    columns = columns_of(application)
    filing = columns.pop("portal_filing")
    return {
        **columns,
        "portal_number": filing and filing.number,
        "portal_filed_at": filing and filing.filed_at,
        "tier": application.tier.value,
        "state": application.state.value,
        "maturity_report": None if report is None else report.as_json(),
        "verdict": None if verdict is None else columns_of(verdict),
    }


def decision_of(row: RowMapping) -> Decision:
    """Read an officer's step."""
    corrections = tuple(Correction(**each) for each in row["corrections"] or ())
    return value_of(Decision, {**row, "action": Action(row["action"]), "corrections": corrections})


def decision_columns(decision: Decision) -> dict[str, Any]:
    """Write an officer's step."""
    return {
        **columns_of(decision),
        "action": decision.action.value,
        "corrections": [each.as_json() for each in decision.corrections] or None,
    }


def hand_in_of(row: RowMapping) -> HandIn:
    """Read a hand-in."""
    return value_of(
        HandIn,
        {**row, "tier": Tier(row["tier"]), "application_ids": tuple(row["application_ids"])},
    )


def hand_in_columns(hand_in: HandIn) -> dict[str, Any]:
    """Write a hand-in."""
    return {
        **columns_of(hand_in),
        "tier": hand_in.tier.value,
        "application_ids": list(hand_in.application_ids),
    }


def list_of(row: RowMapping) -> OfficialList:
    """Read a list."""
    return value_of(
        OfficialList, {**row, "tier": Tier(row["tier"]), "state": ListState(row["state"])}
    )


def list_columns(official_list: OfficialList) -> dict[str, Any]:
    """Write a list."""
    return {
        **columns_of(official_list),
        "tier": official_list.tier.value,
        "state": official_list.state.value,
    }


def attachment_of(row: RowMapping) -> Attachment:
    """Read an attachment."""
    return value_of(Attachment, row)


def revision_of(row: RowMapping) -> Revision:
    """Read a revision."""
    return value_of(Revision, {**row, "cause": RevisionCause(row["cause"])})
