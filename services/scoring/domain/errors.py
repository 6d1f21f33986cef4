"""What the scoring service refuses, as facts with a stable code."""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class EditionNotFound(NotFound):
    """No edition of that name is loaded."""

    code = "edition-not-found"
    title = Text(zh="没有此版次", en="There is no such edition")
    remedy = Text(
        zh="用 GET /v1/editions 查询现有版次", en="List the editions with GET /v1/editions"
    )


class AssessmentNotFound(NotFound):
    """No assessment is recorded under that id."""

    code = "assessment-not-found"
    title = Text(zh="没有此评估记录", en="There is no such assessment")
    remedy = Text(
        zh="核对评估编号；记录由申报系统在提交后写入",
        en="Check the id; the intake service records assessments after a submission",
    )


class AssessmentDiffers(Conflict):
    """The id is taken by an assessment of something else; recorded ones never change."""

    code = "assessment-differs"
    title = Text(
        zh="该编号下已有内容不同的评估记录",
        en="An assessment of another request is recorded under this id",
    )
    remedy = Text(
        zh="评估记录不可更改；请使用新的编号",
        en="Recorded assessments never change: use a new id",
    )


class EvaluationInvalid(Invalid):
    """The request names what does not exist, or states facts that cannot be read; all faults at once."""

    code = "evaluation-invalid"
    title = Text(zh="评估请求无法执行", en="The evaluation cannot be carried out as asked")
    remedy = Text(
        zh="按 errors 逐项更正；事实目录见 GET /v1/facts",
        en="Correct each entry of errors; the facts are listed at GET /v1/facts",
    )
