"""What was filed in the national portal is recorded here, and the paper copies that come in are logged."""

from datetime import date

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd
from services.scenarios.portal_form import PortalFiling
from services.scenarios.wording import in_china

PORTAL_FORM = "portal-form"


def note_portal_filing(
    applicant: FrontEnd, application_id: str, filing: PortalFiling
) -> JsonObject:
    """Copy the portal's number and time into the draft."""
    path = f"/v1/applications/{application_id}"
    applicant.read(path)
    noted = applicant.save(
        "PUT",
        f"{path}/portal-filing",
        {"portal_number": filing.portal_number, "filed_at": filing.filed_at.isoformat()},
    )
    applicant.tell(
        "填写国家平台申报信息 · notes the portal's number and time",
        f"{filing.portal_number}，{in_china(filing.filed_at)}",
    )
    return noted


def record(applicant: FrontEnd, application_id: str) -> JsonObject:
    """Record the application as filed nationally, and give the receipt."""
    path = f"/v1/applications/{application_id}"
    applicant.read(path)
    receipt = applicant.decide(f"{path}/record")
    applicant.tell("登记国家平台申报 · records it", f"回执 {receipt['number']}")
    return receipt


def log_paper(
    officer: FrontEnd, application_id: str, *, received_on: date, equals_online: bool, remark: str
) -> JsonObject:
    """Log a paper copy that has come in, and whether it equals what was filed online."""
    path = f"/v1/applications/{application_id}/paper-copies"
    logged = officer.create(
        path,
        {
            "received_on": received_on.isoformat(),
            "copies": 1,
            "equals_online": equals_online,
            "remark": remark,
        },
    )
    officer.tell("登记纸质申报书 · logs the paper copy", remark)
    return logged
