"""Writes docs/findings.md from the tables of finding kinds: every module ``finding_kinds*`` of documents' domain."""

import importlib
from collections.abc import Iterator

from services.documents.domain.findings import FindingKind
from tests.architecture.sources import ROOT

FINDINGS_PAGE = ROOT / "docs" / "findings.md"
_FOLDER = ROOT / "services" / "documents" / "domain"

_HEAD = """\
# 核查发现 · Findings

Generated from the tables of finding kinds by `make docs`; do not edit.

A finding is what a machine noticed about a file: advice to an officer, never a decision. Match on `code`: codes are
public and are only ever added. `notice` asks for nothing, `doubt` is to be looked at, `serious` is to be answered with
a reason before the filing goes on. What was expected and what was found stand beside each finding in both languages.

核查发现是机器对文件的观察，供工作人员参考，不作结论。请按 `code` 判断：代码公开、只增不改。`notice` 提示，
`doubt` 存疑待看，`serious` 须说明理由后方可继续。每条发现均以中英文给出应为与实为。

| code | severity | 说明 · Meaning |
|---|---|---|
"""


def finding_kinds() -> Iterator[FindingKind]:
    """List the kinds of all tables, in their order."""
    for file in sorted(_FOLDER.glob("finding_kinds*.py")):
        module = importlib.import_module(f"services.documents.domain.{file.stem}")
        yield from module.FINDING_KINDS.values()


def findings_text() -> str:
    """Write the page of all kinds of findings."""
    rows = (
        f"| `{kind.code}` | {kind.severity.value} | {kind.title.zh}<br>{kind.title.en} |\n"
        for kind in finding_kinds()
    )
    return _HEAD + "".join(rows)
