"""The enterprise fills in its application: from registering to the pre-check."""

import hashlib
from dataclasses import asdict, dataclass

from services.scenarios.firm import Firm, JsonObject, MaturityFigures
from services.scenarios.front_end import FrontEnd
from services.scenarios.wording import OUTCOMES, close_in_china

ROUND_ID = "tianjin-2025-2"
TIER = "advanced"

MATURITY_REPORT = "maturity-report"
STAMPED_SCAN = "stamped-scan"


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A firm and its factory, as the portal knows them."""

    enterprise_id: str
    factory_id: str


@dataclass(frozen=True, kw_only=True)
class LocalFile:
    """A file on the desk of the person who uploads it."""

    name: str
    content: bytes
    media_type: str = "application/pdf"

    @property
    def sha256(self) -> str:
        """The digest that must come back from wherever the file goes."""
        return hashlib.sha256(self.content).hexdigest()


def read_round(applicant: FrontEnd, tier: str = TIER) -> JsonObject:
    """Look up what the round asks of a tier; the form's schema comes with it."""
    found = applicant.read(f"/v1/rounds/{ROUND_ID}")
    rules: JsonObject = next(one for one in found["tiers"] if one["tier"] == tier)
    schema = applicant.read(f"/v1/rounds/{ROUND_ID}/form-schema")
    closes = close_in_china(rules["window"]["enterprise_closes_at"])
    applicant.tell(
        "查看批次与表单 · looks at the round and its form",
        f"{found['notice_number']}，{rules['name']['zh']}，{closes} 截止，表单 {len(schema['properties'])} 部分",
    )
    return {**rules, "form_schema": schema, "edition_id": found["edition_id"]}


def register(applicant: FrontEnd, firm: Firm) -> Registered:
    """Register the firm and its factory."""
    enterprise = applicant.create(
        "/v1/enterprises",
        {
            "credit_code": firm.credit_code,
            "name": firm.name,
            "is_branch": firm.branch is not None,
            "branch_ground": firm.branch and firm.branch.ground,
            "registered_address": firm.registered_address,
            "unit_code": firm.unit_code,
        },
    )
    factory = applicant.create(
        f"/v1/enterprises/{enterprise['enterprise_id']}/factories",
        {
            "name": firm.factory_name,
            "address": firm.factory_address,
            "unit_code": firm.factory_unit_code,
        },
    )
    applicant.tell(
        "登记企业和工厂 · registers the firm and its factory",
        f"{firm.name}（{firm.credit_code}），{firm.factory_name}",
    )
    return Registered(enterprise_id=enterprise["enterprise_id"], factory_id=factory["factory_id"])


def start_application(applicant: FrontEnd, registered: Registered, tier: str = TIER) -> str:
    """Start a draft and give its id."""
    body = {"round_id": ROUND_ID, "tier": tier, "factory_id": registered.factory_id}
    application_id = str(applicant.create("/v1/applications", body)["application_id"])
    applicant.tell("新建申报草稿 · starts a draft", f"申报编号 {application_id}")
    return application_id


def autosave(applicant: FrontEnd, application_id: str, form: JsonObject) -> JsonObject:
    """Save the form part by part, as a front end does while somebody types."""
    saved: JsonObject = {}
    for part, content in form.items():
        saved = applicant.save("PATCH", f"/v1/applications/{application_id}/form", {part: content})
    rates = "，".join(
        f"{rate['title']['zh']} {rate['percent']}%" for rate in saved["computed_rates"][:3]
    )
    applicant.tell(
        "逐部分自动保存表单 · autosaves the form part by part",
        f"{len(form)} 部分，第 {saved['version']} 版；系统计算 {rates}…",
    )
    return saved


def record_maturity(
    applicant: FrontEnd, application_id: str, figures: MaturityFigures
) -> JsonObject:
    """Copy the maturity report's figures into the portal."""
    path = f"/v1/applications/{application_id}/maturity-report"
    saved = applicant.save("PUT", path, asdict(figures))
    applicant.tell(
        "填写成熟度数据 · records the maturity figures",
        f"等级 {figures.level}，得分 {figures.score}，报告 {figures.report_number}",
    )
    return saved


def ask_ticket(applicant: FrontEnd, application_id: str, kind: str, file_name: str) -> JsonObject:
    """Ask for permission to upload one file."""
    body: JsonObject = {"kind": kind, "file_name": file_name}
    return applicant.create(f"/v1/applications/{application_id}/upload-tickets", body)


def upload(applicant: FrontEnd, application_id: str, kind: str, file: LocalFile) -> JsonObject:
    """Upload a file under a ticket of its own; it belongs to nothing before it is attached."""
    ticket = ask_ticket(applicant, application_id, kind, file.name)
    stored = applicant.upload(ticket, file.content, file.media_type)
    applicant.tell(
        "上传文件 · uploads a file",
        f"{file.name}，{stored['page_count']} 页，{stored['size_bytes']:,} 字节，SHA-256 {stored['sha256'][:16]}…",
    )
    return stored


def attach(applicant: FrontEnd, application_id: str, kind: str, stored: JsonObject) -> JsonObject:
    """Pin an uploaded file to the application, and read the application as it stands then."""
    body: JsonObject = {name: stored[name] for name in ("document_id", "version_id")}
    attachment = applicant.save(
        "PUT", f"/v1/applications/{application_id}/attachments/{kind}", body
    )
    applicant.read(f"/v1/applications/{application_id}")
    return attachment


def pre_check(applicant: FrontEnd, application_id: str) -> JsonObject:
    """Ask what is still missing and what scoring would find."""
    found = applicant.create(f"/v1/applications/{application_id}/pre-check")
    verdict = found["verdict"]
    dry_run = f"试算：{OUTCOMES[verdict['outcome']]}" if verdict else "评估服务未应答"
    missing = "内容完整" if found["complete"] else f"尚缺 {len(found['faults'])} 项"
    applicant.tell("预检 · pre-checks", f"{missing}，{dry_run}")
    return found
