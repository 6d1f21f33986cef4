"""What requests to intake say, and when: bodies that are taken as they are, and the instants of the round."""

import itertools
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import Any

from stdnum.cn import uscc

from tests.documents.samples import a_pdf
from tests.intake.forms import ROUND_ID

#: Windows of the round, in UTC: 24:00 of a day in Beijing is 16:00.
OPENING = datetime(2025, 7, 3, 16, tzinfo=UTC)
CLOSE = datetime(2025, 7, 18, 16, tzinfo=UTC)
UNIT_CLOSE = datetime(2025, 7, 20, 16, tzinfo=UTC)
#: Thursday morning, inside every window.
INSIDE = datetime(2025, 7, 10, 1, tzinfo=UTC)
#: Publicity opened on that Thursday lasts five working days, to the end of the next one.
AFTER_PUBLICITY = datetime(2025, 7, 17, 16, 0, 1, tzinfo=UTC)

#: An id that nobody was ever given.
NOBODYS = "00000000-0000-4000-8000-000000000000"

UNIT = "120116"
SUB_UNIT = "120116-teda"
OTHER_UNIT = "120101"

REPORT = {
    "level": 2,
    "score": "2.35",
    "report_number": "EX-2025-0001",
    "reported_on": "2025-06-20",
    "organisation": "示例评估平台",
}
CORRECTIONS = {
    "corrections": [
        {"pointer": "/form/factory/investment/total", "reason": "总投资与各项之和不一致"},
        {"pointer": "/attachments/stamped-scan", "reason": "第三页公章不清晰"},
    ]
}
#: By the national portal's clock.
PORTAL_FILED_AT = "2025-07-09T16:20:00+08:00"
PORTAL_FILING = {"portal_number": "MIIT-EX-1", "filed_at": PORTAL_FILED_AT}
#: 会同部门 of the round.
BUREAUS = ("development-and-reform", "finance", "state-assets", "market-regulation", "data")
OPINION = {"opinion": "agree", "reason": "符合本部门相关要求"}
RESULT = {"reason": "见公布名单", "source_title": "工业和信息化部公布名单（示例）"}
PAPER = {"received_on": "2025-07-10", "copies": 1, "equals_online": True}
REASON = {"reason": "材料齐全，现场核实无误"}

#: If-Match of somebody who takes whatever version stands, for steps that a test only passes through:
#: a verdict that comes home in between changes the version.
ANY_VERSION = ", ".join(f'"{version}"' for version in range(60))

_numbers = itertools.count(1)


@cache
def scan() -> bytes:
    """Give a small sound PDF, made once."""
    return a_pdf(1)


def a_credit_code() -> str:
    """Give the valid code of a firm that no test has met yet."""
    stem = f"91120116MA{next(_numbers):07d}"
    return f"{stem}{uscc.calc_check_digit(stem)}"


def new_enterprise(code: str, unit: str = UNIT, **changes: Any) -> dict[str, Any]:
    return {
        "credit_code": code,
        "name": "天津某某智造示例有限公司",
        "registered_address": "天津市滨海新区示例大道0号",
        "unit_code": unit,
    } | changes


def new_factory(unit: str = UNIT, **changes: Any) -> dict[str, Any]:
    return {
        "name": "某某智造示例滨海工厂",
        "address": "天津市滨海新区示例大道0号1号厂房",
        "unit_code": unit,
    } | changes


def new_application(factory_id: str, tier: str = "advanced", **changes: Any) -> dict[str, Any]:
    return {"round_id": ROUND_ID, "tier": tier, "factory_id": factory_id} | changes


def a_binding(code: str | None = None, unit: str = UNIT, **changes: Any) -> dict[str, Any]:
    return {
        "credit_code": code or a_credit_code(),
        "enterprise_name": "天津某某智造示例有限公司",
        "unit_code": unit,
        "statement": "已出示营业执照副本和授权书原件",
    } | changes


def a_key() -> str:
    return str(uuid.uuid4())
