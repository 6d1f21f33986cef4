"""Bodies about the checks of documents: where they stand and what was found."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.text_fields import UUID_PATTERN, Reason
from shared.time_fields import Instant

CheckState = Annotated[
    Literal["received", "checking", "accepted", "flagged", "refused"],
    Field(
        description="检查进度：received 已接收；checking 检查中；accepted 未发现问题；flagged 有待人员查看；"
        "refused 发现恶意代码。均为提示，不影响已提交的申报 · where the checks stand. All of it is advice: "
        "no state voids a submission"
    ),
]
_Uuid = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class BothLanguages(_Body):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


class FindingBox(_Body):
    """页面上的位置 · A place on an upright page from its top left corner, in ten-thousandths of the page."""

    left: int
    top: int
    width: int
    height: int


class DocumentFinding(_Body):
    """检查发现 · One thing that a machine noticed: advice to an officer, never a decision."""

    code: str
    severity: Annotated[
        Literal["notice", "doubt", "serious"],
        Field(
            description="notice 提示；doubt 存疑，须查看；serious 严重，须说明理由 · notice asks for nothing, "
            "doubt is to be looked at, serious to be answered with a reason"
        ),
    ]
    title: BothLanguages
    page: Annotated[
        int | None, Field(description="页码，从 1 起；空为整个文件 · none: the whole file")
    ] = None
    box: FindingBox | None = None
    expected: BothLanguages | None = None
    found: BothLanguages | None = None
    has_crop: Annotated[
        bool, Field(description="是否有截图 · whether there is a picture of it")
    ] = False


class CheckStep(_Body):
    """检查步骤 · A step that was run, or why it was not."""

    name: str
    outcome: Annotated[
        Literal["done", "not-configured", "not-applicable", "failed"],
        Field(
            description="done 已完成；not-configured 本系统未启用（如未配置杀毒服务），未作检查；not-applicable 不适用；"
            "failed 未能完成 · not-configured says plainly that nothing was examined"
        ),
    ]
    engine: Annotated[
        str | None, Field(description="所用程序及版本 · programs that looked, with versions")
    ] = None


class DocumentCheck(_Body):
    """检查结果 · Where the checks of a version stand and what they found."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document_id": "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
                    "version_id": "0198f0a3-11aa-7d52-8c44-5e6f70819a2b",
                    "state": "accepted",
                    "is_withheld": False,
                    "findings": [
                        {
                            "code": "file-mended",
                            "severity": "notice",
                            "title": {
                                "zh": "文件内部的目录有误，阅读程序须自行修复",
                                "en": "The file's own table of contents is wrong; readers have to mend it",
                            },
                            "page": None,
                            "box": None,
                            "expected": None,
                            "found": None,
                            "has_crop": False,
                        }
                    ],
                    "steps": [
                        {"name": "malware", "outcome": "not-configured", "engine": None},
                        {"name": "secrecy", "outcome": "done", "engine": "pypdfium2 5.0.0"},
                    ],
                    "result_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "checked_at": "2025-07-10T02:00:09+00:00",
                },
            ],
        },
    )

    document_id: _Uuid
    version_id: _Uuid
    state: CheckState
    is_withheld: Annotated[
        bool,
        Field(description="内容是否已隔离、不予提供 · whether nobody is given the bytes"),
    ]
    findings: list[DocumentFinding]
    steps: list[CheckStep]
    result_sha256: Annotated[
        _Sha256 | None,
        Field(description="检查结果原文的摘要 · digest of the result as it is kept"),
    ] = None
    checked_at: Annotated[
        Instant | None,
        Field(description="完成时间；未完成时为空 · none until the checks are through"),
    ] = None


_EXAMPLE_REASON = "误报：★ 为正文中的项目符号"


class QuarantinedVersion(_Body):
    """隔离的文件版本 · A version that is closed, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document_id": "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
                    "version_id": "0198f0a3-11aa-7d52-8c44-5e6f70819a2b",
                    "cause": "secrecy",
                    "since": "2025-07-10T02:00:09+00:00",
                    "released_at": None,
                    "released_by": None,
                    "reason": None,
                }
            ]
        }
    )

    document_id: _Uuid
    version_id: _Uuid
    cause: Annotated[
        Literal["secrecy", "malware"],
        Field(description="secrecy 密级标志；malware 恶意代码 · why it is closed"),
    ]
    since: Instant
    released_at: Instant | None = None
    released_by: str | None = None
    reason: Annotated[str | None, Field(description="解除隔离的理由 · why it was released")] = None


class ReleaseOrder(_Body):
    """解除隔离 · Why a version is released."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": _EXAMPLE_REASON}]})

    reason: Reason


class DestructionOrder(_Body):
    """提议销毁 · What is to be destroyed, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "document_id": "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
                    "version_id": "0198f0a3-11aa-7d52-8c44-5e6f70819a2b",
                    "reason": "误传涉密文件，须从系统中清除",
                }
            ]
        }
    )

    document_id: _Uuid
    version_id: _Uuid
    reason: Reason


class DestructionRecord(_Body):
    """销毁记录 · A destruction, from its proposal to the removed bytes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "destruction_id": "0198f0b1-22bb-7d52-8c44-5e6f70819a2b",
                    "document_id": "0198f0a2-6f3c-7c11-9f0e-2a1d5b7c9e01",
                    "version_id": "0198f0a3-11aa-7d52-8c44-5e6f70819a2b",
                    "reason": "误传涉密文件，须从系统中清除",
                    "state": "ordered",
                    "proposed_by": "secrecy-li",
                    "proposed_at": "2025-07-10T03:00:00+00:00",
                    "confirmed_by": "secrecy-zhao",
                    "confirmed_at": "2025-07-10T03:20:00+00:00",
                    "executed_at": None,
                    "removed_objects": None,
                }
            ]
        }
    )

    destruction_id: _Uuid
    document_id: _Uuid
    version_id: _Uuid
    reason: str
    state: Annotated[
        Literal["proposed", "ordered", "executed"],
        Field(
            description="proposed 已提议，待另一名保密专员确认；ordered 已确认，待系统管理员执行；executed 已执行 · "
            "proposed waits for another officer, ordered for the operator with the key"
        ),
    ]
    proposed_by: str
    proposed_at: Instant
    confirmed_by: str | None = None
    confirmed_at: Instant | None = None
    executed_at: Instant | None = None
    removed_objects: Annotated[
        int | None,
        Field(
            description="删除的对象版本数，含截图 · versions of objects that went, pictures included"
        ),
    ] = None
