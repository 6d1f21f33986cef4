"""What can go wrong with the register of recognised factories, as facts."""

from services.intake.domain.errors import CHECK_ID
from shared.errors import Invalid, NotFound, UnsupportedMediaType
from shared.text import Text


class NotCsv(UnsupportedMediaType):
    code = "media-type-not-csv"
    title = Text(zh="请求体必须是 CSV", en="The body must be CSV")
    remedy = Text(
        zh="设置 Content-Type: text/csv，编码为 UTF-8 或 GB18030",
        en="Set Content-Type: text/csv; the encoding is UTF-8 or GB18030",
    )


class RegisterFileFaulty(Invalid):
    code = "register-file-faulty"
    title = Text(zh="名录文件有误，未导入", en="The file has faults and nothing was imported")
    remedy = Text(
        zh="按 errors 指明的行（/rows/行号/列）逐条修改后重新导入",
        en="Mend each line that errors names (/rows/line/column), then import again",
    )


class RegisterImportNotFound(NotFound):
    code = "register-import-not-found"
    title = Text(zh="没有这次导入", en="There is no such import")
    remedy = CHECK_ID
