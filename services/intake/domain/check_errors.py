"""What can go wrong around the checks of an application's files."""

from shared.errors import Conflict, NotFound
from shared.text import Text


class FindingsOpen(Conflict):
    code = "findings-open"
    title = Text(
        zh="申报文件有严重发现尚未处理",
        en="Serious findings about the application's files have not been answered",
    )
    remedy = Text(
        zh="查看 checks，逐项说明理由不予采信，或退回、不通过该申报",
        en="Look at the checks and set each finding aside with a reason, or return or fail the application",
    )


class FileNotAttached(NotFound):
    code = "file-not-attached"
    title = Text(
        zh="该文件版本不是本申报的现行附件",
        en="This version is not attached to the application",
    )
    remedy = Text(zh="从 checks 取 version_id", en="Take the version_id from the checks")


class FindingNotThere(NotFound):
    code = "finding-not-there"
    title = Text(zh="没有这项发现", en="There is no such finding")
    remedy = Text(
        zh="从 checks 取发现的序号；检查重新进行后，序号可能不同",
        en="Take its number from the checks; after another check the numbers may differ",
    )
