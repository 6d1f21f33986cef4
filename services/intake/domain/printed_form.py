"""A finalised revision as the paper that is printed, stamped and scanned: content only, no layout.

Everything that was typed is printed, because the stamp proves exactly what the paper shows. The words
are Chinese: the form is an official paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.applications import MaturityReport
from services.intake.domain.china_time import day_of
from services.intake.domain.form import Form, Json, entries_at, is_blank, object_at, value_at
from services.intake.domain.form_schema import FieldKind, FormNode
from services.intake.domain.printed_values import (
    NOTHING,
    chinese_day,
    day_or_text,
    label_of,
    printed_value,
)
from services.intake.domain.rates import rate_in
from services.intake.domain.rounds import Round
from services.intake.domain.tiers import Tier

#: Chinese numbering of the form's parts.
_NUMERALS = "一二三四五六七八九十"
_LEVELS = {1: "一级", 2: "二级", 3: "三级", 4: "四级", 5: "五级"}
_PART_SEPARATOR = " · "


@dataclass(frozen=True, kw_only=True)
class PrintedField:
    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PrintedTable:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintedSection:
    heading: str
    paragraphs: tuple[str, ...] = ()
    fields: tuple[PrintedField, ...] = ()
    tables: tuple[PrintedTable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PrintedCommitment:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevisionMark:
    """What ties the paper to one revision."""

    application_id: str
    revision_number: int
    revision_sha256: str
    #: The revision's own time: printing the same revision twice gives the same paper.
    revised_at: datetime
    form_code: str


@dataclass(frozen=True, kw_only=True)
class PrintedForm:
    """Mirrors the documents service's print job, field by field."""

    title: str
    subtitle: str
    application_id: str
    revision_number: int
    revision_sha256: str
    document_date: datetime
    form_code: str
    cover: tuple[PrintedField, ...]
    #: 真实性及保密承诺, with the signatures; None where the round words none: then they stand at the end.
    commitment: PrintedCommitment | None
    sections: tuple[PrintedSection, ...]
    signature_lines: tuple[str, ...]


def printed_form(
    schema: FormNode,
    form: Form,
    *,
    round_: Round,
    tier: Tier,
    recommending_unit: str,
    maturity: MaturityReport | None,
    mark: RevisionMark,
) -> PrintedForm:
    """Lay out one revision as a print job; `recommending_unit` is that unit's Chinese name."""
    rules = round_.rules_for(tier)
    title = rules.application_form.title if rules else schema.title
    worded = rules.application_form.commitment if rules else None
    return PrintedForm(
        title=title.zh,
        subtitle=f"（{tier.text.zh}智能工厂）",
        application_id=mark.application_id,
        revision_number=mark.revision_number,
        revision_sha256=mark.revision_sha256,
        document_date=mark.revised_at,
        form_code=mark.form_code,
        cover=_cover(form, round_, tier, recommending_unit, mark),
        commitment=PrintedCommitment(heading=worded.heading, paragraphs=worded.paragraphs)
        if worded
        else None,
        sections=tuple(_parts(schema, form, maturity)),
        # The unit stamps the cover: its review comes after the enterprise has signed and submitted.
        signature_lines=("法定代表人签字：", "申报单位（盖章）："),
    )


def _cover(
    form: Form, round_: Round, tier: Tier, recommending_unit: str, mark: RevisionMark
) -> tuple[PrintedField, ...]:
    rows = (
        ("项目名称", printed_value(None, value_at(form, ("applicant", "project_name")))),
        ("申报单位（盖章）", printed_value(None, value_at(form, ("applicant", "enterprise_name")))),
        ("推荐单位（盖章）", recommending_unit),
        ("申报等级", f"{tier.text.zh}智能工厂"),
        ("申报批次", f"{round_.title.zh}（{round_.notice.number}）"),
        ("定稿日期", chinese_day(day_of(mark.revised_at))),
    )
    return tuple(PrintedField(label=label, value=value) for label, value in rows)


def _parts(
    schema: FormNode, form: Form, maturity: MaturityReport | None
) -> Iterator[PrintedSection]:
    for number, part in enumerate(schema.children):
        heading = f"{_NUMERALS[number]}、{part.title.zh}"
        value = object_at(form, part.name)
        if part.kind is FieldKind.LIST:
            yield PrintedSection(heading=heading, tables=_tables(part, value))
            yield from _entry_sections(part, form)
            continue
        yield PrintedSection(
            heading=heading,
            fields=tuple(_fields(part, value, "")),
            tables=_tables(part, value),
        )
        if part.name == "factory":
            yield _maturity_section(maturity)


def _maturity_section(maturity: MaturityReport | None) -> PrintedSection:
    """Print the report's figures with the factory: the form has them there, our register keeps them."""
    rows = (
        ("成熟度等级", _LEVELS.get(maturity.level, NOTHING) if maturity else NOTHING),
        ("成熟度得分", maturity.score if maturity else NOTHING),
        ("报告编号", maturity.report_number if maturity else NOTHING),
        ("报告日期", day_or_text(maturity.reported_on) if maturity else NOTHING),
        ("评估机构", maturity.organisation if maturity else NOTHING),
    )
    fields = tuple(PrintedField(label=label, value=value) for label, value in rows)
    return PrintedSection(heading="智能制造能力成熟度自评估", fields=fields)


def _fields(node: FormNode, value: Json, before: str) -> Iterator[PrintedField]:
    """Print a group's plain fields, then its groups', each label led by the group's title."""
    for child in node.children:
        typed = value_at(value, (child.name,))
        label = before + label_of(child)
        if child.kind is FieldKind.LIST or _is_grid(child):
            continue
        if child.kind is FieldKind.GROUP:
            # An optional group that nobody filled, such as a branch's, is no row of blanks.
            if typed is not None or child.is_required:
                yield from _fields(child, typed, before + child.title.zh + _PART_SEPARATOR)
        else:
            yield PrintedField(label=label, value=printed_value(child, typed))
    for rule in node.rates:
        percent = rate_in(rule, value)
        shown = f"{percent}%" if percent is not None else NOTHING
        yield PrintedField(label=f"{before}{rule.title.zh}（系统计算）", value=shown)


def _tables(node: FormNode, value: Json) -> tuple[PrintedTable, ...]:
    """Print a list, or each list and each grid of a group, as a table."""
    if node.kind is FieldKind.LIST:
        # The part's own heading stands right above it.
        return (_list_table(node, value, caption=""),)
    tables = []
    for child in node.children:
        typed = value_at(value, (child.name,))
        if child.kind is FieldKind.LIST:
            tables.append(_list_table(child, typed, caption=child.title.zh))
        elif _is_grid(child):
            tables.append(_grid_table(child, typed))
    return tuple(tables)


def _is_grid(node: FormNode) -> bool:
    """Tell whether a group holds nothing but groups, as the three years and the indicators do."""
    return node.kind is FieldKind.GROUP and all(
        child.kind is FieldKind.GROUP for child in node.children
    )


def _list_table(node: FormNode, value: Json, *, caption: str) -> PrintedTable:
    """Print one row an entry, with the entry's short fields; long texts are printed by themselves."""
    columns = [child for child in _columns(node) if not child.is_multiline]
    rows = [
        (
            str(number),
            *(printed_value(column, value_at(entry, (column.name,))) for column in columns),
        )
        for number, (_, entry) in enumerate(entries_at(value), start=1)
    ]
    return PrintedTable(
        caption=caption,
        columns=("序号", *map(label_of, columns)),
        rows=tuple(rows),
    )


def _columns(node: FormNode) -> tuple[FormNode, ...]:
    return node.entry.children if node.entry is not None else ()


def _grid_table(node: FormNode, value: Json) -> PrintedTable:
    """Print one row a member group that holds anything, with its rates at the end."""
    members = [child for child in node.children if object_at(value, child.name)]
    shape = node.children[0]
    rows = []
    for member in members:
        group = object_at(value, member.name)
        cells = (printed_value(each, value_at(group, (each.name,))) for each in member.children)
        rates = (rate_in(rule, group) for rule in member.rates)
        rows.append(
            (
                label_of(member),
                *cells,
                *(f"{rate}%" if rate is not None else NOTHING for rate in rates),
            )
        )
    columns = (
        node.title.zh,
        *map(label_of, shape.children),
        *(f"{rule.title.zh}（系统计算）" for rule in shape.rates),
    )
    return PrintedTable(columns=columns, rows=tuple(rows))


def _entry_sections(part: FormNode, form: Form) -> Iterator[PrintedSection]:
    """Print each entry of a part in full under its own heading."""
    if part.entry is None:
        return
    for number, (_, entry) in enumerate(entries_at(form, part.name), start=1):
        filled = [
            PrintedField(label=label_of(child), value=printed_value(child, typed))
            for child in part.entry.children
            if not is_blank(typed := value_at(entry, (child.name,)))
        ]
        yield PrintedSection(heading=f"{part.entry.title.zh}{number}", fields=tuple(filled))
