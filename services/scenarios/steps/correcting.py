"""Before the close a submission may still be taken back, withdrawn, or returned with what is to be mended."""

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd


def take_back(applicant: FrontEnd, application_id: str) -> JsonObject:
    """Take a submission back, to work on it again (撤回)."""
    path = f"/v1/applications/{application_id}"
    taken = applicant.read_and(path, lambda: applicant.decide(f"{path}/take-back"))
    applicant.tell("撤回申报 · takes it back", f"状态 {taken['state']}")
    return taken


def withdraw(applicant: FrontEnd, application_id: str, reason: str) -> JsonObject:
    """Give an application up for good (撤销申报)."""
    path = f"/v1/applications/{application_id}"
    withdrawn = applicant.read_and(
        path, lambda: applicant.decide(f"{path}/withdraw", {"reason": reason})
    )
    applicant.tell("撤销申报 · withdraws", f"理由：{reason}")
    return withdrawn


def return_for_correction(
    officer: FrontEnd, application_id: str, corrections: list[JsonObject]
) -> JsonObject:
    """Send a submission back with the places that are to be mended (退回补正)."""
    path = f"/v1/applications/{application_id}"
    returned = officer.read_and(
        path, lambda: officer.decide(f"{path}/return", {"corrections": corrections})
    )
    officer.tell("退回补正 · returns it for correction", f"{len(corrections)} 处")
    return returned
