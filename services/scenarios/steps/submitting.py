"""From the finished draft to the receipt, and what follows from it by itself."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, Unexpected, new_key
from services.scenarios.waiting import wait_for
from services.scenarios.wording import OUTCOMES

#: What a front end answers by asking again: the form is on its way, a twin request is under way.
_NOT_YET = frozenset({"printed-form-not-ready", "request-in-flight"})


def finalise(applicant: FrontEnd, application_id: str) -> JsonObject:
    """Cut the revision that will be printed, stamped and submitted."""
    revision = applicant.decide(f"/v1/applications/{application_id}/finalise")
    applicant.tell(
        "定稿 · finalises",
        f"第 {revision['number']} 版，编码 {revision['form_code']}，SHA-256 {revision['sha256'][:16]}…",
    )
    return revision


def fetch_printed_form(applicant: FrontEnd, application_id: str, number: int) -> bytes:
    """Fetch the revision's form (申报书) as soon as it is printed."""
    path = f"/v1/applications/{application_id}/revisions/{number}/printed-form"
    ticket = wait_for(lambda: unless_too_early(applicant, path), what="the printed form")
    pdf = applicant.download(ticket).content
    applicant.tell("下载申报书 · fetches the printed form", f"PDF/A {len(pdf):,} 字节")
    return pdf


def unless_too_early(applicant: FrontEnd, path: str) -> JsonObject | None:
    """Read what is made in the background; None while it is on its way."""
    try:
        return applicant.read(path)
    except Unexpected as answer:
        if answer.code in _NOT_YET:
            return None
        raise


def submit(applicant: FrontEnd, application_id: str, number: int) -> JsonObject:
    """Submit a revision and give the receipt."""
    receipt = _submit_once(applicant, application_id, number, new_key())
    _tell_receipt(applicant, "提交申报 · submits", receipt)
    return receipt


def submit_with_double_click(
    applicant: FrontEnd, application_id: str, number: int, *, clicks: int = 2
) -> list[JsonObject]:
    """Submit as an impatient person does: several requests at once under one idempotency key."""
    key = new_key()
    with ThreadPoolExecutor(clicks) as fingers:
        waiting = [
            fingers.submit(_submit_once, applicant, application_id, number, key)
            for _ in range(clicks)
        ]
        receipts = [each.result() for each in waiting]
    _tell_receipt(applicant, f"连点 {clicks} 次提交 · double-clicks on submit", receipts[0])
    return receipts


def submit_in_two_tabs(
    applicant: FrontEnd, application_id: str, number: int
) -> list[JsonObject | Unexpected]:
    """Submit twice at once, each as an intention of its own: what each tab was answered."""

    def in_a_tab() -> JsonObject | Unexpected:
        try:
            return _submit_once(applicant, application_id, number, new_key())
        except Unexpected as refusal:
            return refusal

    with ThreadPoolExecutor(2) as tabs:
        return [each.result() for each in [tabs.submit(in_a_tab), tabs.submit(in_a_tab)]]


def wait_for_verdict(applicant: FrontEnd, application_id: str) -> JsonObject:
    """Wait until scoring's verdict has come home, and read it whole."""
    path = f"/v1/applications/{application_id}"
    summary = wait_for(lambda: applicant.read(path)["verdict"], what="the verdict")
    verdict: JsonObject = applicant.read(f"{path}/verdict")["assessment"]
    applicant.tell(
        "收到核验结果 · the verdict has come",
        f"{OUTCOMES[summary['outcome']]}，{summary['left_to_a_person']} 项由人判断",
    )
    return verdict


def wait_for_freeze(applicant: FrontEnd, application_id: str) -> list[JsonObject]:
    """Wait until all attached files are frozen (锁定)."""

    def frozen() -> list[JsonObject] | None:
        found: list[JsonObject] = applicant.read(f"/v1/applications/{application_id}")[
            "attachments"
        ]
        return found if all(each["frozen_at"] for each in found) else None

    attachments = wait_for(frozen, what="the freeze of the documents")
    applicant.tell("附件已锁定 · the files are frozen", f"{len(attachments)} 个文件")
    return attachments


def download_attachment(front_end: FrontEnd, application_id: str, kind: str) -> httpx.Response:
    """Download an attached file, as anybody may who may read the application."""
    path = f"/v1/applications/{application_id}/attachments/{kind}/content"
    return front_end.download(front_end.read(path))


def _submit_once(applicant: FrontEnd, application_id: str, number: int, key: str) -> JsonObject:
    def click() -> JsonObject | None:
        try:
            response = applicant.send(
                "POST",
                f"/v1/applications/{application_id}/submit",
                json={"revision_number": number},
                key=key,
            )
        except Unexpected as answer:
            if answer.code in _NOT_YET:
                return None
            raise
        receipt: JsonObject = response.json()
        return receipt

    return wait_for(click, what="the receipt")


def _tell_receipt(applicant: FrontEnd, what: str, receipt: JsonObject) -> None:
    applicant.tell(what, f"回执 {receipt['number']}，SHA-256 {receipt['sha256'][:16]}…")
