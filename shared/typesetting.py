"""Sets templates as PDF/A with typst and the one font, in a few threads that each keep their compiler.

What a person typed travels as JSON in ``sys.inputs`` and is set as strings: it is never mark-up.
The same content gives the same bytes: nothing depends on the machine's clock, fonts or locale.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

import typst

from shared.fonts import covered_characters, font_folder, printable

#: Dates on paper are China's; it has had no summer time since 1991.
CHINA = timezone(timedelta(hours=8))


Result = TypeVar("Result")


class Typesetter:
    """Sets one template, or others beside it, a few sheets at a time."""

    def __init__(self, template: Path, *, threads: int) -> None:
        self._template = template
        #: The code points that the font has.
        self.covered = covered_characters()
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[font_folder()],
        )
        self._compilers = threading.local()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="printing")

    async def typeset(
        self, name: str, content: Callable[[], Mapping[str, object]], *, dated: datetime
    ) -> bytes:
        """Give the PDF of what ``content`` puts together, off the loop too; the template reads it under ``name``."""
        return await self.run(lambda: self.typeset_here(name, content(), dated=dated))

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do work that ends in setting in one of the threads that have a compiler."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def printable(self, text: str) -> str:
        """Make a text such that the font has every character of it."""
        return printable(text, self.covered)

    def close(self) -> None:
        """Finish what is being set and stop."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def typeset_here(
        self,
        name: str,
        content: Mapping[str, object],
        *,
        dated: datetime,
        template: Path | None = None,
    ) -> bytes:
        """Set in the thread that calls, which keeps its compiler; another template of the same folder if one is named."""
        pdf = self._compiler().compile(
            template or self._template,
            format="pdf",
            sys_inputs={name: json.dumps(content, ensure_ascii=False)},
            # Archives ask for PDF/A; level 2b is the plainest one that takes our font.
            pdf_standards=["a-2b"],
            # It wants a date; that of what is printed makes a second print equal to the first.
            timestamp=dated.astimezone(CHINA).replace(microsecond=0),
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gives one file for a PDF")
        return pdf

    def _compiler(self) -> typst.Compiler:
        # A compiler keeps its caches, so it is made once, and it is not for two threads at a time.
        compiler: typst.Compiler | None = getattr(self._compilers, "compiler", None)
        if compiler is None:
            compiler = typst.Compiler(
                self._template, font_paths=self._fonts, ignore_system_fonts=True
            )
            self._compilers.compiler = compiler
        return compiler
