"""What is refused on the way of an edition from draft to retirement."""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class BundleInvalid(Invalid):
    """The bundle is no edition; every fault is named with its file and line, and nothing was imported."""

    code = "bundle-invalid"
    title = Text(
        zh="版次文件有误，未导入任何内容",
        en="The bundle is not a sound edition; nothing was imported",
    )
    remedy = Text(
        zh="按 errors 逐项更正：pointer 指文件，line 为行号，path 为文件内位置；文件格式见 GET /v1/edition-schemas",
        en="Correct each entry of errors: pointer names the file, line its line, path the place in it; "
        "GET /v1/edition-schemas has the form of each file",
    )


class EditionShipped(Conflict):
    """The edition comes with the service; it changes with a release and in no other way."""

    code = "edition-shipped"
    title = Text(
        zh="该版次随系统发布，不可更改",
        en="This edition ships with the service and cannot be changed",
    )
    remedy = Text(
        zh="以新的编号导入修改后的版次", en="Import what you changed under an id of its own"
    )


class EditionNotInState(Conflict):
    """The step does not lead out of the state in which the edition is."""

    code = "edition-not-in-state"
    title = Text(
        zh="版次当前状态下不能进行此操作", en="The edition is not in the state for this step"
    )
    remedy = Text(
        zh="查看版次当前状态；已发布的版次不可更改，请以新的编号导入",
        en="Read its state; a published edition never changes: import another one under a new id",
    )


class EditionSecondPersonNeeded(Conflict):
    """What cannot be undone takes two persons; the one who asked, or imported, does not confirm."""

    code = "edition-second-person-needed"
    title = Text(zh="须由另一人确认", en="Another person must confirm it")
    remedy = Text(
        zh="请导入人和申请人以外的市级工作人员确认",
        en="Ask a city officer other than the one who imported it or asked for it",
    )


class EditionDraftNotFound(NotFound):
    """There is no draft of that id."""

    code = "edition-draft-not-found"
    title = Text(zh="没有此版次草稿", en="There is no such draft of an edition")
    remedy = Text(
        zh="用 GET /v1/edition-drafts 查询草稿；已发布的版次见 GET /v1/editions",
        en="List drafts with GET /v1/edition-drafts, published editions with GET /v1/editions",
    )


class EditionIsDraft(Conflict):
    """Nothing is recorded under a draft, because it may still change."""

    code = "edition-is-draft"
    title = Text(
        zh="版次尚为草稿，不能据以记录评估",
        en="The edition is a draft; nothing is recorded under it",
    )
    remedy = Text(
        zh="草稿只可试算（POST /v1/evaluations）；发布后方可记录",
        en="Evaluate under a draft with POST /v1/evaluations; publish it before assessments are recorded",
    )


class SchemaNotFound(NotFound):
    """No file of a bundle has that name."""

    code = "edition-schema-not-found"
    title = Text(zh="没有此种版次文件", en="There is no such file of an edition")
    remedy = Text(
        zh="用 GET /v1/edition-schemas 查询文件种类", en="List them with GET /v1/edition-schemas"
    )
