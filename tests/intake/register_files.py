"""CSV files of recognised factories, and importing them."""

from typing import Any

from tests.harness.api import Answer, Api
from tests.intake.bodies import a_key

HEADER = "级别,认定部门,批次,企业名称,统一社会信用代码,工厂名称,推荐单位代码"
SOURCE = "附件10 天津市卓越级、先进级智能工厂名单（示例）"


def a_line(
    name: str,
    code: str = "",
    *,
    tier: str = "先进级",
    by: str = "市级",
    batch: str = "2024",
    factory: str = "",
    unit: str = "120116",
) -> str:
    return f"{tier},{by},{batch},{name},{code},{factory},{unit}"


def a_file(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "\r\n".join((header, *lines, "")).encode(encoding)


def import_register(
    caller: Api,
    content: bytes,
    *,
    key: str | None = None,
    media_type: str = "text/csv; charset=utf-8",
    **params: Any,
) -> Answer:
    headers = {"Content-Type": media_type, "Idempotency-Key": key or a_key()}
    return caller.send(
        "POST",
        "/v1/register/imports",
        params={"source_title": SOURCE} | params,
        content=content,
        headers=headers,
    )
