"""What can be wrong with a file that its reader would suffer from, and with asking about checks.

TiduError
├── NotFound               QuarantineNotFound, DestructionNotFound
├── Conflict               NotQuarantined, DestructionStands, DestructionNotOpen, SameOfficer
├── Forbidden              ContentWithheld, ContentInfected
├── Invalid                FileInflatesTooFar, PageTreeUnsound, FileHasScript, FileLaunchesProgram,
│   │                      FileSendsFormData, FileRefersOutside, FileHasEmbeddedFile,
│   │                      FileHasRichMedia, FileHasXfaForm
│   └── UnsupportedMedia   FileIsPolyglot
└── Unavailable            ContentNotYetExamined
"""

from shared.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
    UnsupportedMediaType,
)
from shared.text import Text

_PRINT_AGAIN = Text(
    zh="打开原文件，用“打印为 PDF”（不含动态内容）重新生成后上传",
    en="Open the original, print it to a PDF without active content, and upload that one",
)


class FileIsPolyglot(UnsupportedMediaType):
    code = "file-is-polyglot"
    title = Text(
        zh="文件同时是另一种格式的文件",
        en="The file is at the same time a file of another format",
    )
    remedy = Text(
        zh="用原程序重新导出；不要把几个文件拼接在一起",
        en="Export it again with its own program; do not join several files into one",
    )


class FileInflatesTooFar(Invalid):
    code = "file-inflates-too-far"
    title = Text(
        zh="文件中的压缩内容展开后过大",
        en="Compressed parts of the file unfold to far more than is allowed",
    )
    remedy = _PRINT_AGAIN


class PageTreeUnsound(Invalid):
    code = "page-tree-unsound"
    title = Text(
        zh="文件的页面结构异常：层级过深或循环引用",
        en="The pages of the file are nested too deep, or in a circle",
    )
    remedy = _PRINT_AGAIN


class FileHasScript(Invalid):
    code = "file-has-script"
    title = Text(zh="文件中含有脚本", en="The file carries a script")
    remedy = _PRINT_AGAIN


class FileLaunchesProgram(Invalid):
    code = "file-launches-program"
    title = Text(
        zh="文件中含有启动其他程序的动作", en="The file asks its reader to start another program"
    )
    remedy = _PRINT_AGAIN


class FileSendsFormData(Invalid):
    code = "file-sends-form-data"
    title = Text(
        zh="文件中含有向外提交或导入表单数据的动作",
        en="The file sends what is typed into it to somebody, or imports such data",
    )
    remedy = _PRINT_AGAIN


class FileRefersOutside(Invalid):
    code = "file-refers-outside"
    title = Text(zh="文件引用了其外部的文件", en="The file takes in other files from outside of it")
    remedy = Text(
        zh="把所引用的内容放入同一文件后重新生成；普通网页链接不受影响",
        en="Put what it refers to into the file itself; plain links to web pages are fine",
    )


class FileHasEmbeddedFile(Invalid):
    code = "file-has-embedded-file"
    title = Text(zh="文件中嵌有其他文件", en="Another file is attached inside the file")
    remedy = Text(
        zh="去除嵌入的附件，另行上传", en="Take the attachment out and upload it by itself"
    )


class FileHasRichMedia(Invalid):
    code = "file-has-rich-media"
    title = Text(
        zh="文件中含有音频、视频、三维等动态内容", en="The file carries sound, film or 3D content"
    )
    remedy = _PRINT_AGAIN


class FileHasXfaForm(Invalid):
    code = "file-has-xfa-form"
    title = Text(
        zh="文件是动态表单（XFA），多数程序无法显示",
        en="The file is a dynamic form (XFA), which most programs cannot show",
    )
    remedy = _PRINT_AGAIN


class ContentWithheld(Forbidden):
    code = "content-withheld"
    title = Text(zh="内容暂不提供：保密审查中", en="Withheld: under secrecy examination")
    remedy = Text(
        zh="等待保密专员处理；申报不受影响",
        en="Wait for the secrecy officer; the application is not affected",
    )


class ContentInfected(Forbidden):
    code = "content-infected"
    title = Text(
        zh="该文件含有恶意代码，已隔离，不予提供",
        en="Malware was found in this file: it is quarantined and not handed out",
    )
    remedy = Text(
        zh="清除恶意代码后上传新的文件，或联系系统管理员",
        en="Clean the file and upload it anew, or ask the operator",
    )


class ContentNotYetExamined(Unavailable):
    code = "content-not-yet-examined"
    title = Text(
        zh="该文件正在检查恶意代码，暂不能下载",
        en="The file is still being examined for malware and cannot be read yet",
    )
    remedy = Text(zh="请稍后重试；申报不受影响", en="Try again in a moment; no submission waits")


class QuarantineNotFound(NotFound):
    code = "quarantine-not-found"
    title = Text(zh="该文件版本未被隔离", en="This version is not quarantined")
    remedy = Text(zh="核对隔离清单", en="Look at the list of what is quarantined")


class NotQuarantined(Conflict):
    code = "not-quarantined"
    title = Text(
        zh="该文件版本不在保密隔离中", en="The version is not quarantined for its secrecy now"
    )
    remedy = Text(
        zh="只有因密级标志隔离的文件可由两名保密专员决定销毁；先核对隔离清单",
        en="Only what is quarantined for a classification mark can be destroyed: look at the list",
    )


class DestructionStands(Conflict):
    code = "destruction-stands"
    title = Text(
        zh="该文件版本已有销毁提议或命令",
        en="The destruction of this version was proposed or ordered already",
    )
    remedy = Text(zh="读取已有的销毁记录", en="Read the destruction that stands")


class DestructionNotFound(NotFound):
    code = "destruction-not-found"
    title = Text(zh="没有这项销毁记录", en="There is no such destruction")
    remedy = Text(zh="核对编号", en="Check its id")


class DestructionNotOpen(Conflict):
    code = "destruction-not-open"
    title = Text(zh="该销毁已确认，不能再次确认", en="The destruction is confirmed already")
    remedy = Text(zh="读取销毁记录，查看执行情况", en="Read it to see whether it was carried out")


class SameOfficer(Conflict):
    code = "same-secrecy-officer"
    title = Text(
        zh="提议人不能确认自己的提议", en="Whoever proposed a destruction does not confirm it"
    )
    remedy = Text(zh="请另一名保密专员确认", en="Another secrecy officer confirms it")
