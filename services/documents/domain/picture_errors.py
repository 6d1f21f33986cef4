"""What can be wrong with asking for a picture of a file, or for its check sheet.

TiduError
├── NotFound               PageNotThere, PageNotDrawable, NoPictureOfType, FindingPictureNotThere
└── Conflict               CheckNotFinished
"""

from shared.errors import Conflict, NotFound
from shared.text import Text

_DOWNLOAD = Text(
    zh="下载该文件，用相应程序打开查看",
    en="Download the file and look at it with a program of its own",
)


class PageNotThere(NotFound):
    code = "page-not-there"
    title = Text(zh="该文件没有这一页", en="The file has no such page")
    remedy = Text(
        zh="页码从 1 起；读取该版本的登记信息可知共有几页",
        en="Pages are counted from 1; what is known about the version tells how many there are",
    )


class PageNotDrawable(NotFound):
    code = "page-not-drawable"
    title = Text(
        zh="这一页无法绘制，或绘制超时",
        en="This page cannot be drawn, or drawing it took too long",
    )
    remedy = _DOWNLOAD


class NoPictureOfType(NotFound):
    code = "no-picture-of-type"
    title = Text(
        zh="这种格式的文件没有页面图像",
        en="There are no pictures of the pages of a file in this format",
    )
    remedy = _DOWNLOAD


class FindingPictureNotThere(NotFound):
    code = "finding-picture-not-there"
    title = Text(
        zh="没有这一项发现，或该项没有截图",
        en="There is no such finding, or it has no picture",
    )
    remedy = Text(
        zh="序号从 1 起，按检查结果所列；该结果的 has_crop 表明哪些项有截图",
        en="Findings are counted from 1 as the result of the checks lists them; has_crop tells which have a picture",
    )


class CheckNotFinished(Conflict):
    code = "check-not-finished"
    title = Text(
        zh="该文件的检查尚未完成，还没有结果",
        en="The checks of this file are not through yet: there is no result",
    )
    remedy = Text(
        zh="请稍后重试；申报不受影响", en="Try again in a moment; no submission waits for it"
    )
