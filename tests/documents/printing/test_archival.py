"""What a print claims of PDF/A-2b, as far as its own structure shows it: ISO 19005-2, level B."""

import io
from collections.abc import Iterator

import pikepdf
import pytest

from services.documents.printing.renderer import FormRenderer
from shared.contracts.printing import PrintLayout
from tests.documents import samples
from tests.documents.printing.layouts import render, shipped_layouts


@pytest.fixture(scope="module")
def renderer() -> Iterator[FormRenderer]:
    made = FormRenderer(shipped_layouts(), threads=1)
    yield made
    made.close()


@pytest.fixture(scope="module", params=list(PrintLayout))
def pdf(renderer: FormRenderer, request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(render(renderer, **samples.a_paper(request.param)))) as opened:
        yield opened


def test_it_says_in_its_metadata_that_it_is_one(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"]


def test_its_colours_have_a_profile_that_is_embedded(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents

    assert intent.S == "/GTS_PDFA1"
    assert len(intent.DestOutputProfile.read_bytes()) > 100


def test_every_font_is_embedded_and_reads_back_as_text(pdf: pikepdf.Pdf) -> None:
    fonts = [
        font
        for page in pdf.pages
        for font in page.resources.get("/Font", pikepdf.Dictionary()).values()
    ]

    assert fonts
    for font in fonts:
        descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = descendant.FontDescriptor
        assert any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
        assert "/ToUnicode" in font


def test_nothing_in_it_runs_leads_out_or_is_hidden(pdf: pikepdf.Pdf) -> None:
    assert not pdf.is_encrypted
    assert "/AcroForm" not in pdf.Root
    assert "/OpenAction" not in pdf.Root
    assert not dict(pdf.attachments)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            assert not {"/JS", "/AA", "/Launch"} & set(each.keys())
