"""A receipt on one page for people: what was found of each criterion, and a code of the signed file.

The page is not signed. The QR code and the line under it hold the digest of the file that is.
"""

import asyncio
import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno

from services.scoring.domain.result_words import OUTCOMES, RESULTS
from services.scoring.signing.jws import read_signed
from services.scoring.store.receipts import Receipt
from shared.text import Text
from shared.typesetting import CHINA, Typesetter

_TEMPLATE = Path(__file__).with_name("receipt.typ")


def qr_text(sha256: str) -> str:
    """Give what the QR code holds: the SHA-256 of the signed file, as ``sha256sum`` prints it."""
    return f"sha256:{sha256}"


class ReceiptSheets:
    """Sets receipts as PDF/A-2b, the same receipt always as the same bytes."""

    def __init__(self, *, threads: int) -> None:
        self._threads = threads
        self._made: Typesetter | None = None
        self._making = asyncio.Lock()

    async def sheet_of(self, receipt: Receipt) -> bytes:
        """Give the page of a receipt."""
        payload = json.loads(read_signed(receipt.file.content).payload)
        typesetter = await self._typesetter()
        return await typesetter.typeset(
            "receipt",
            lambda: _printable(_content(payload, receipt), typesetter),
            dated=datetime.fromisoformat(payload["assessment"]["recorded_at"]),
        )

    async def _typesetter(self) -> Typesetter:
        # Reading the font takes a while and some memory: a service that prints nothing does without.
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(Typesetter, _TEMPLATE, threads=self._threads)
        return self._made

    def close(self) -> None:
        """Finish what is being set and stop."""
        if self._made is not None:
            self._made.close()


def _content(payload: Mapping[str, Any], receipt: Receipt) -> dict[str, Any]:
    verdict = payload["verdict"]
    return {
        "statement": payload["statement"],
        "tier": _name_of_tier(payload, verdict["tier"]),
        "outcome": OUTCOMES[verdict["outcome"]].as_json(),
        "left": _left(verdict["left_to_a_person"]),
        "marks": [
            {"zh": zh, "en": en, "value": value} for zh, en, value in _marks(payload, receipt)
        ],
        "criteria": [
            {"title": one["title"], "result": RESULTS[one["result"]].as_json()}
            for one in verdict["criteria"]
        ],
        "tiers": [
            {
                "tier": _name_of_tier(payload, one["tier"]),
                "outcome": OUTCOMES[one["outcome"]].as_json(),
                "left": one["left_to_a_person"],
            }
            for one in payload["tiers"]
        ],
        "digest": qr_text(receipt.file.sha256),
        "code": _qr_image(qr_text(receipt.file.sha256)),
    }


def _marks(payload: Mapping[str, Any], receipt: Receipt) -> list[tuple[str, str, str]]:
    assessment, edition, subject = payload["assessment"], payload["edition"], payload["subject"]
    at = datetime.fromisoformat(assessment["recorded_at"]).astimezone(CHINA)
    title = payload["names"].get("edition", {}).get("zh", "")
    return [
        ("评估编号", "Assessment", f"{assessment['assessment_id']}  v{assessment['version']}"),
        ("申报编号", "Application", f"{subject['application_id']}  r{subject['revision_number']}"),
        ("记录时间", "Recorded", f"{at:%Y-%m-%d %H:%M:%S}  北京时间 · China time"),
        ("版次", "Edition", f"{edition['edition_id']}  {title}"),
        ("版次摘要值", "Edition SHA-256", edition["sha256"]),
        ("批次", "Round", edition["round_id"] or "—"),
        ("附加条件摘要值", "Conditions SHA-256", edition["conditions_sha256"] or "—"),
        ("评估摘要值", "Assessment SHA-256", assessment["sha256"]),
        ("引擎版本", "Engine", payload["engine_version"] or "未记载 · not recorded"),
        ("签名密钥", "Signed by", f"{receipt.algorithm}  {receipt.key_id}"),
    ]


def _name_of_tier(payload: Mapping[str, Any], tier: str) -> dict[str, str]:
    titles: Mapping[str, dict[str, str]] = payload["names"].get("tiers", {})
    return titles.get(tier, {"zh": tier, "en": tier})


def _left(count: int) -> dict[str, str]:
    return Text(
        zh=f"另有 {count} 条须由人员判断", en=f"{count} criteria are left to a person"
    ).as_json()


def _qr_image(text: str) -> str:
    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(buffer, kind="svg", border=4, xmldecl=False, nl=False)
    return buffer.getvalue().decode()


def _printable(value: Any, typesetter: Typesetter) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return typesetter.printable(value)
    if isinstance(value, dict):
        return {name: _printable(item, typesetter) for name, item in value.items()}
    if isinstance(value, list):
        return [_printable(item, typesetter) for item in value]
    return value
