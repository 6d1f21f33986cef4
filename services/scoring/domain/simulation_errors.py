"""What is refused about simulations."""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class SimulationNotFound(NotFound):
    code = "simulation-not-found"
    title = Text(zh="没有此推演", en="There is no such simulation")
    remedy = Text(
        zh="用 GET /v1/simulations 查询推演", en="List the simulations with GET /v1/simulations"
    )


class SimulationInvalid(Invalid):
    """The order names editions that are not there; all faults at once."""

    code = "simulation-invalid"
    title = Text(zh="推演请求无法执行", en="The simulation cannot be carried out as asked")
    remedy = Text(
        zh="按 errors 逐项更正；版次见 GET /v1/editions，草稿见 GET /v1/edition-drafts",
        en="Correct each entry of errors; editions are listed at GET /v1/editions, drafts at "
        "GET /v1/edition-drafts",
    )


class CohortEmpty(Conflict):
    """No assessment is of that round, tier and units, so that there is nothing to hold editions against."""

    code = "simulation-cohort-empty"
    title = Text(
        zh="所选范围内没有评估记录", en="No assessment is in the cohort that was asked for"
    )
    remedy = Text(
        zh="放宽批次、等级或推荐单位；较早的记录没有单位标签，不能按单位选取",
        en="Widen round, tier or units; earlier records carry no unit label and cannot be chosen by unit",
    )


class SimulationNotInState(Conflict):
    """The step does not lead out of the state in which the simulation is."""

    code = "simulation-not-in-state"
    title = Text(
        zh="推演当前状态下不能进行此操作", en="The simulation is not in the state for this"
    )
    remedy = Text(
        zh="查看推演状态：完成后才有结果，结束后不能取消",
        en="Read its state: there is a result once it is done, and nothing to cancel once it has ended",
    )
