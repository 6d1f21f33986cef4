"""Every kind of finding that reading a scan can give: codes are public and only ever added."""

from services.documents.domain.findings import FindingKind, Severity
from shared.text import Text

_KINDS: dict[str, FindingKind] = {}


def _kind(code: str, severity: Severity, zh: str, en: str) -> FindingKind:
    if code in _KINDS:
        raise ValueError(f"{code} is registered twice")
    _KINDS[code] = FindingKind(code=code, severity=severity, title=Text(zh=zh, en=en))
    return _KINDS[code]


_NOTICE, _DOUBT, _SERIOUS = Severity.NOTICE, Severity.DOUBT, Severity.SERIOUS

# Pages and their codes.
PAGE_MISSING = _kind("page-missing", _SERIOUS, "缺页", "A page of the print is missing")
PAGE_DOUBLED = _kind("page-doubled", _DOUBT, "重复的页", "A page is there more than once")
PAGE_OF_OTHER_APPLICATION = _kind(
    "page-of-other-application",
    _SERIOUS,
    "属于另一份申报的页",
    "A page belongs to another application",
)
PAGE_OF_OLDER_REVISION = _kind(
    "page-of-older-revision", _SERIOUS, "旧版本的页", "A page is of an older revision"
)
PAGE_CODE_UNKNOWN = _kind(
    "page-code-unknown",
    _SERIOUS,
    "页码编码不是本系统签发的",
    "A page's code was never given out by this system",
)
PAGE_CODE_MALFORMED = _kind(
    "page-code-malformed",
    _DOUBT,
    "页上的二维码不是本系统的编码",
    "The QR code on a page is not one of ours",
)
PAGE_CODES_DISAGREE = _kind(
    "page-codes-disagree",
    _SERIOUS,
    "同一页上有不同的编码",
    "One page carries codes of different pages",
)
PAGE_UNREADABLE = _kind(
    "page-unreadable", _DOUBT, "未能读出页上的编码", "No code could be read on a page"
)
PAGE_OF_OTHER_PRINT = _kind(
    "page-of-other-print",
    _NOTICE,
    "同一内容的另一份打印件",
    "A page is of another print of the same content",
)
PAGE_BLANK = _kind("page-blank", _NOTICE, "空白页", "A page is blank")
PAGE_COARSE = _kind("page-too-coarse", _DOUBT, "扫描分辨率过低", "A page was scanned too coarsely")
PAGE_TURNED = _kind("page-turned", _NOTICE, "页面方向不正", "A page is turned")
PAGE_SKEWED = _kind("page-skewed", _NOTICE, "页面倾斜", "A page lies askew")
PAGES_OUT_OF_ORDER = _kind(
    "pages-out-of-order", _NOTICE, "页序与打印件不同", "The pages are in another order"
)
PAGES_ALIKE = _kind(
    "pages-alike", _DOUBT, "多页是同一幅图像", "Several pages show the same picture"
)
PAGE_TOO_LARGE = _kind(
    "page-too-large", _DOUBT, "页面像素过多，未读取", "A page has too many pixels and was not read"
)
PAGE_BROKEN = _kind("page-broken", _DOUBT, "页面无法打开", "A page could not be opened")
PAGES_NOT_READ = _kind(
    "pages-not-read",
    _DOUBT,
    "页数过多，其余未读取",
    "There are too many pages; the rest was not read",
)
CONTENT_EQUAL = _kind(
    "content-equal",
    _NOTICE,
    "各页均出自所定稿的版本",
    "Every page comes from the revision that was finalised",
)

# Seals.
SEAL_FOUND = _kind("seal-found", _NOTICE, "发现公章", "A seal was found")
SEAL_MISSING = _kind(
    "seal-missing", _SERIOUS, "应盖章处未发现公章", "No seal where one is asked for"
)
SEAL_NOT_JUDGED = _kind(
    "seal-not-judged",
    _DOUBT,
    "黑白扫描，无法判断公章",
    "Scanned in black and white: whether there is a seal cannot be judged",
)
SEAL_CUT = _kind("seal-cut", _NOTICE, "公章只有一部分在页内", "Only part of a seal is on the page")
SEAL_PALE = _kind("seal-pale", _NOTICE, "公章印迹浅淡或残缺", "A seal is pale or worn")
SEAL_ACROSS_PAGES = _kind(
    "seal-across-pages", _NOTICE, "骑缝章", "A seal lies across the edges of several pages"
)

# Beside the national portal's PDF.
PORTAL_PAGE_COUNT = _kind(
    "portal-page-count-differs",
    _SERIOUS,
    "页数与国家平台导出件不同",
    "The number of pages differs from the portal's PDF",
)
PORTAL_PAGE_DIFFERS = _kind(
    "portal-page-differs",
    _DOUBT,
    "页面图像与国家平台导出件不同",
    "A page looks different from the portal's PDF",
)
PORTAL_TEXT_DIFFERS = _kind(
    "portal-text-differs",
    _DOUBT,
    "文字与国家平台导出件不同",
    "The text of a page differs from the portal's PDF",
)
PORTAL_PAGE_NOT_COMPARED = _kind(
    "portal-page-not-compared",
    _DOUBT,
    "未能与国家平台导出件比对",
    "A page could not be compared with the portal's PDF",
)

# The maturity report.
REPORT_WITHOUT_TEXT = _kind(
    "report-without-text",
    _DOUBT,
    "报告没有文字层，无法核对",
    "The report has no text to compare with",
)
REPORT_FIELDS: dict[str, Text] = {
    "enterprise": Text(zh="企业名称", en="enterprise"),
    "credit_code": Text(zh="统一社会信用代码", en="credit code"),
    "level": Text(zh="成熟度等级", en="maturity level"),
    "score": Text(zh="成熟度得分", en="maturity score"),
    "report_number": Text(zh="报告编号", en="report number"),
    "reported_on": Text(zh="报告日期", en="date of the report"),
}
REPORT_DIFFERS = {
    name: _kind(
        f"report-{name.replace('_', '-')}-differs",
        _SERIOUS,
        f"报告中的{label.zh}与填报不同",
        f"The report states a different {label.en} than was typed",
    )
    for name, label in REPORT_FIELDS.items()
}
REPORT_NOT_FOUND = {
    name: _kind(
        f"report-{name.replace('_', '-')}-not-found",
        _DOUBT,
        f"报告中未找到{label.zh}",
        f"The {label.en} was not found in the report",
    )
    for name, label in REPORT_FIELDS.items()
}
REPORT_SAME = _kind(
    "report-same", _NOTICE, "报告与填报一致", "The report states the same as was typed"
)
REPORT_LEVEL_OUTSIDE_BAND = _kind(
    "report-level-outside-band",
    _DOUBT,
    "得分不在所报等级的分数段内",
    "The score does not lie in the band of the level",
)
REPORT_AFTER_SUBMISSION = _kind(
    "report-after-submission",
    _SERIOUS,
    "报告日期晚于提交时间",
    "The report is dated after the submission",
)

# Digital signatures.
SIGNATURE_SOUND = _kind(
    "signature-sound", _NOTICE, "电子签名有效", "A digital signature is intact and trusted"
)
SIGNATURE_BROKEN = _kind(
    "signature-broken",
    _SERIOUS,
    "签名后内容被改动",
    "What was signed was changed afterwards",
)
SIGNATURE_UNTRUSTED = _kind(
    "signature-untrusted",
    _DOUBT,
    "签名证书不在信任范围内",
    "A signature's certificate does not lead to a trusted root",
)
SIGNATURE_NOT_WHOLE = _kind(
    "signature-not-whole",
    _DOUBT,
    "签名未覆盖整个文件",
    "A signature does not cover the whole file",
)
SIGNATURE_UNREADABLE = _kind(
    "signature-unreadable", _DOUBT, "电子签名无法识读", "A digital signature could not be read"
)

#: All kinds by code, in the order of the page that documents them.
FINDING_KINDS = dict(_KINDS)
