"""The register of recognised factories (认定名录): lists of earlier rounds come in as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping

from services.scenarios.cast import Member
from services.scenarios.firm import JsonObject
from services.scenarios.front_end import FrontEnd, new_key
from services.scenarios.wording import TIERS

COLUMNS = ("级别", "认定部门", "批次", "企业名称", "统一社会信用代码", "工厂名称", "推荐单位代码")
_PUBLISHERS = {"city": "市级", "ministry": "国家"}
_SOURCE = "附件10 天津市卓越级、先进级智能工厂名单（示例，纯属虚构）"


def rows_of(members: Iterable[Member]) -> list[dict[str, str]]:
    """Give the lines of annex 10 that are about these firms."""
    return [
        dict(
            zip(
                COLUMNS,
                (
                    TIERS[member.recognised_before.tier],
                    _PUBLISHERS[member.recognised_before.by],
                    member.recognised_before.batch,
                    member.firm.name,
                    member.firm.credit_code,
                    member.firm.factory_name,
                    member.firm.factory_unit_code,
                ),
                strict=True,
            )
        )
        for member in members
        if member.recognised_before is not None
    ]


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write lines as a spreadsheet program saves them in China."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("gb18030")


def import_register(officer: FrontEnd, content: bytes) -> JsonObject:
    """Import a list."""
    response = officer.send(
        "POST",
        "/v1/register/imports",
        params={"source_title": _SOURCE},
        content=content,
        headers={"Content-Type": "text/csv"},
        key=new_key(),
    )
    done: JsonObject = response.json()
    officer.tell(
        "导入认定名录 · imports the register",
        f"新增 {done['new_entries']} 条，CSV {len(content)} 字节",
    )
    return done
