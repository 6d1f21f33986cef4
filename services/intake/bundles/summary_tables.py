"""Reads the table with which a unit hands in (汇总表)."""

from services.intake.bundles.bases import read_basis
from services.intake.bundles.reading import Entry
from services.intake.domain.form_schema import FormNode
from services.intake.domain.table_columns import Figure, SummaryTable, TableColumn


def read_summary_table(entry: Entry) -> SummaryTable:
    """Read a table; one without columns is named and not yet filled in by us."""
    entry.only("annex", "title", "basis", "columns", "columns_basis")
    columns = (
        tuple(_column(each) for each in entry.at("columns").entries())
        if entry.has("columns")
        else ()
    )
    return SummaryTable(
        annex=entry.at("annex").text(),
        title=entry.at("title").both_languages(),
        basis=read_basis(entry.at("basis")),
        columns=columns,
        columns_basis=read_basis(entry.at("columns_basis")) if columns else None,
    )


def check_columns(table: SummaryTable, form: FormNode, entry: Entry) -> None:
    """Report each column that names a field which the form does not have."""
    for column in table.columns:
        if column.form_path is not None and form.at(column.form_path) is None:
            entry.fault(f"the form has no /{'/'.join(column.form_path)}")


def _column(entry: Entry) -> TableColumn:
    entry.only("title", "width", "figure", "form")
    if entry.has("figure") == entry.has("form"):
        entry.fault("must have either a figure or a place in the form")
    return TableColumn(
        title=entry.at("title").both_languages(),
        width=entry.at("width").integer(minimum=1),
        figure=entry.at("figure").member(Figure) if entry.has("figure") else None,
        form_path=_path(entry.at("form")) if entry.has("form") else None,
    )


def _path(entry: Entry) -> tuple[str, ...]:
    start, *steps = entry.text().split("/")
    if start or not steps:
        entry.fault("must be a pointer such as /applicant/contact/name")
    return tuple(steps)
