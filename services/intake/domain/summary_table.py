"""What stands in the cells of a summary table (汇总表): the register's names, the form's fields, counts of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake.domain.applications import Application, Enterprise, Factory
from services.intake.domain.china_time import in_china
from services.intake.domain.facts import scoring_facts
from services.intake.domain.form import Json, value_at
from services.intake.domain.form_schema import FormNode
from services.intake.domain.printed_values import printed_value
from services.intake.domain.rounds import Round
from services.intake.domain.table_columns import Figure, TableColumn

#: Stands in the place of a number that only the priority order gives.
NOT_ORDERED = "未排定"


@dataclass(frozen=True, kw_only=True)
class TabulatedApplication:
    """One line's application with the names that go with it.

    Its form is what was submitted: after a submission that stands nobody edits it.
    """

    application: Application
    enterprise: Enterprise
    factory: Factory
    unit_name: str


def cells_of(
    columns: Sequence[TableColumn],
    line: TabulatedApplication,
    *,
    number: int | None,
    round_: Round,
    schema: FormNode,
) -> list[str]:
    """Write one line of the table, all cells as text; no number means that it has no place yet."""
    figures = _figures(line, number=number, round_=round_, schema=schema)
    return [
        figures[column.figure]
        if column.figure is not None
        else _typed(schema, line.application, column.form_path or ())
        for column in columns
    ]


def _figures(
    line: TabulatedApplication, *, number: int | None, round_: Round, schema: FormNode
) -> dict[Figure, str]:
    application = line.application
    report, filing = application.maturity_report, application.portal_filing
    facts = scoring_facts(schema, application.form, round_=round_, maturity=report)
    scenes = list(_stages_of(facts.get("scenes")))
    return {
        Figure.NUMBER: NOT_ORDERED if number is None else str(number),
        Figure.ENTERPRISE_NAME: line.enterprise.name,
        Figure.CREDIT_CODE: line.enterprise.credit_code,
        Figure.FACTORY_NAME: line.factory.name,
        Figure.UNIT_NAME: line.unit_name,
        Figure.TIER: application.tier.text.zh,
        Figure.MATURITY_LEVEL: str(report.level) if report else "",
        Figure.MATURITY_SCORE: report.score if report else "",
        Figure.SCENE_COUNT: str(len(scenes)),
        Figure.AI_SCENE_COUNT: str(_count_with_ai(facts.get("scenes"))),
        Figure.PORTAL_NUMBER: filing.number if filing else "",
        Figure.PORTAL_FILED_AT: in_china(filing.filed_at) if filing else "",
        Figure.GUIDE_STAGE_COUNT: str(len(set(scenes))),
        Figure.BLANK: "",
    }


def _stages_of(scenes: Json) -> Iterator[str]:
    """Give the guide stage of each scene."""
    for scene in scenes if isinstance(scenes, list) else ():
        if isinstance(scene, dict):
            yield str(scene.get("guide_stage"))


def _count_with_ai(scenes: Json) -> int:
    listed = scenes if isinstance(scenes, list) else []
    return sum(isinstance(scene, dict) and scene.get("uses_ai") is True for scene in listed)


def _typed(schema: FormNode, application: Application, path: tuple[str, ...]) -> str:
    return printed_value(schema.at(path), value_at(application.form, path))
