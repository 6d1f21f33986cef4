"""Printing beside the bare compile: a form of twenty pages with its codes, and the same template and words without."""

import asyncio
import io
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import typst
import yaml

import services.documents
from services.documents.domain.layouts import layouts_from
from services.documents.printing.renderer import FormRenderer
from shared.contracts.printing import PrintJob
from shared.fonts import font_folder
from tests.bench.figures import Figure

PAGES = 20
ROUNDS = 7
GOAL = 3.0

_SERVICE = Path(services.documents.__path__[0])
_TEMPLATE = _SERVICE / "printing" / "application-form.typ"
_AT = datetime(2025, 7, 10, 2, tzinfo=UTC)
#: Rows that fill the pages after the cover.
_ROWS = 605


def measure() -> list[Figure]:
    """Set forms in turns; each has words of its own, so that nothing is remembered from the one before."""
    layouts = layouts_from(
        yaml.safe_load((_SERVICE / "data" / "layouts.yaml").read_text(encoding="utf-8"))
    )
    renderer = FormRenderer(layouts, threads=1)
    bare = typst.Compiler(_TEMPLATE, font_paths=_fonts(), ignore_system_fonts=True)
    figure = Figure(
        name=f"print {PAGES} pages",
        unit="ms",
        goal=f"at most {GOAL:g} × the bare compile",
        most=GOAL,
    )
    try:
        for number in range(ROUNDS + 1):
            job = _job(number)
            content = renderer.content_of(job)
            ours, pdf = _timed(partial(_printed, renderer, job))
            peer, plain = _timed(partial(_compiled, bare, content))
            for each in (pdf, plain):
                _require_pages(each)
            if number:
                figure.ours.append(ours)
                figure.peer.append(peer)
    finally:
        renderer.close()
    return [figure]


def _job(number: int) -> PrintJob:
    rows = [[f"指标{number}-{row}", "生产效率提升", "100", "131"] for row in range(_ROWS)]
    table = {"columns": ["编号", "指标", "建设前", "建设后"], "rows": rows}
    example = PrintJob.model_config["json_schema_extra"]
    assert isinstance(example, dict)
    examples: Any = example["examples"]
    sections = [{"heading": "一、指标", "tables": [table]}]
    return PrintJob.model_validate({**examples[0], "sections": sections})


def _printed(renderer: FormRenderer, job: PrintJob) -> bytes:
    return asyncio.run(renderer.render(job, "0" * 64))


def _compiled(compiler: typst.Compiler, content: dict[str, object]) -> bytes:
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"job": json.dumps(content | {"page_marks": []}, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=_AT,
    )
    assert isinstance(pdf, bytes)
    return pdf


def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()]
    )


def _timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    started = time.perf_counter()
    made = work()
    return (time.perf_counter() - started) * 1000, made


def _require_pages(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == PAGES, len(opened.pages)
