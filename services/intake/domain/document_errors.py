"""What can go wrong with the papers of an application, as facts."""

from shared.errors import Conflict, Invalid, NotFound
from shared.text import Text


class ScanMissing(Conflict):
    code = "stamped-scan-missing"
    title = Text(zh="缺少申报书盖章扫描件", en="The stamped scan of the form is missing")
    remedy = Text(
        zh="打印定稿、盖章、扫描并上传",
        en="Print the finalised revision, stamp it, scan it, upload it",
    )


class ScanVoid(Conflict):
    code = "stamped-scan-of-other-revision"
    title = Text(
        zh="盖章扫描件对应的不是要提交的定稿", en="The stamped scan belongs to another revision"
    )
    remedy = Text(
        zh="为当前定稿重新打印、盖章、上传",
        en="Print, stamp and upload the revision that you submit",
    )


class MaturityReportMissing(Conflict):
    code = "maturity-report-missing"
    title = Text(
        zh="缺少智能制造能力成熟度自评估报告", en="The maturity self-assessment report is missing"
    )
    remedy = Text(
        zh="填写报告数据并上传报告文件", en="Enter the report's figures and upload its file"
    )


class RequiredDocumentMissing(Conflict):
    code = "required-document-missing"
    title = Text(zh="缺少本批次要求的文件", en="A file that the round asks for is missing")
    remedy = Text(
        zh="按 errors 指明的类别上传并关联文件",
        en="Upload and attach the kinds of file that errors names",
    )


class DocumentNotUploaded(Conflict):
    code = "document-not-uploaded"
    title = Text(zh="文件尚未上传成功", en="The file has not been uploaded")
    remedy = Text(
        zh="用上传凭证完成上传后再关联", en="Finish the upload with its ticket, then attach it"
    )


class PrintedFormNotReady(Conflict):
    code = "printed-form-not-ready"
    title = Text(zh="申报书正在生成", en="The form is still being printed")
    remedy = Text(zh="一两秒后重试", en="Try again in a second or two")


class RevisionNotPrinted(NotFound):
    code = "revision-not-printed"
    title = Text(zh="这个版本没有申报书打印件", en="This revision is not printed")
    remedy = Text(
        zh="定稿才生成申报书，见 revisions 的 cause；国家平台的申报书由该平台生成，见附件 portal-form",
        en="Forms are printed of finalised revisions alone (see their cause); what is filed in the national portal is "
        "printed there: see the attachment portal-form",
    )


class DocumentKindWrong(Invalid):
    code = "document-kind-wrong"
    title = Text(zh="文件类别与附件不符", en="The document is of another kind than the attachment")
    remedy = Text(zh="按正确的类别申请上传凭证", en="Ask for an upload ticket of the right kind")


class FileNameUnusable(Invalid):
    code = "file-name-unusable"
    title = Text(zh="文件名不能使用", en="The file name cannot be used")
    remedy = Text(
        zh="去掉控制字符、路径分隔符和方向控制符，长度不超过 512 个字符",
        en="Leave out control characters, path separators and direction marks; 512 characters at most",
    )


class AttachmentNotFound(NotFound):
    code = "attachment-not-found"
    title = Text(zh="没有这个附件", en="There is no such attachment")
    remedy = Text(zh="先上传并关联该类文件", en="Upload a file of this kind and attach it first")


class DocumentSlotNotFound(NotFound):
    code = "document-slot-not-found"
    title = Text(
        zh="该文件编号不是为本申报签发的",
        en="This document id was not given out for this application",
    )
    remedy = Text(
        zh="先为本申报申请上传凭证", en="Ask for an upload ticket of this application first"
    )


class TooManyAttachments(Conflict):
    code = "too-many-attachments"
    title = Text(
        zh="这类文件已达到份数上限", en="The application has as many files of this kind as it may"
    )
    remedy = Text(zh="先删除其中一份", en="Delete one of them first")


class AttachmentAmbiguous(Invalid):
    code = "attachment-ambiguous"
    title = Text(
        zh="这类文件有多份，须指明 document_id",
        en="Several files of this kind are attached: name the document_id",
    )
    remedy = Text(
        zh="从申报的 attachments 中取得 document_id，作为查询参数",
        en="Take the document_id from the application's attachments, as a query parameter",
    )
