"""Which characters of a print job no font here has, and where they stand.

Asked by intake before anything is printed, and by the documents service with each print.
"""

from collections.abc import Iterator

from shared.contracts.printing import PrintedSection, PrintJob, Unprintable
from shared.fonts import printable

#: More are not listed: a text in a script that the font lacks has one entry a letter.
MOST = 200

#: A path into the job, the words printed beside it, and the text that stands there.
_Place = tuple[str, str, str]


def unprintable_in(job: PrintJob, covered: frozenset[int]) -> list[Unprintable]:
    """List what will stand as 〓 on paper: each character once a place, the first ones."""
    found: list[Unprintable] = []
    for path, label, text in _places(job):
        if all(ord(character) in covered for character in text):
            continue
        for character in dict.fromkeys(text):
            if _is_lost(character, covered):
                found.append(
                    Unprintable(
                        path=path,
                        label=label,
                        character=character,
                        code_point=f"U+{ord(character):04X}",
                    )
                )
                if len(found) == MOST:
                    return found
    return found


def _is_lost(character: str, covered: frozenset[int]) -> bool:
    shown = printable(character, covered)
    return bool(shown) and shown != character and not character.isspace()


def _places(job: PrintJob) -> Iterator[_Place]:
    yield "/title", job.title, job.title
    yield "/subtitle", job.title, job.subtitle
    for place, field in enumerate(job.cover):
        yield f"/cover/{place}/value", field.label, field.value
    if job.commitment is not None:
        for place, text in enumerate(job.commitment.paragraphs):
            yield f"/commitment/paragraphs/{place}", job.commitment.heading, text
    yield "/addressee", job.title, job.addressee or ""
    for place, section in enumerate(job.sections):
        yield from _places_of_section(f"/sections/{place}", section)
    for name, lines in (("enclosures", job.enclosures), ("signature_lines", job.signature_lines)):
        for place, line in enumerate(lines):
            yield f"/{name}/{place}", job.title, line


def _places_of_section(path: str, section: PrintedSection) -> Iterator[_Place]:
    yield f"{path}/heading", section.heading, section.heading
    for place, text in enumerate(section.paragraphs):
        yield f"{path}/paragraphs/{place}", section.heading, text
    for place, field in enumerate(section.fields):
        yield f"{path}/fields/{place}/label", field.label, field.label
        yield f"{path}/fields/{place}/value", field.label, field.value
    for number, table in enumerate(section.tables):
        at = f"{path}/tables/{number}"
        yield f"{at}/caption", table.caption, table.caption
        for place, column in enumerate(table.columns):
            yield f"{at}/columns/{place}", column, column
        for row_number, row in enumerate(table.rows):
            for place, cell in enumerate(row):
                yield f"{at}/rows/{row_number}/{place}", table.columns[place], cell
