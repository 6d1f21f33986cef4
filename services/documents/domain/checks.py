"""What the checks of a version found, which steps found it, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from services.documents.domain.check_life import CheckAction
from services.documents.domain.dangers import REFUSALS, Danger
from services.documents.domain.findings import Finding, FindingKind, Severity
from shared.text import Text


class Hold(StrEnum):
    """Why nobody is given a version's bytes."""

    MALWARE = "malware"
    SECRECY = "secrecy"


class StepOutcome(StrEnum):
    """How a step of the checks went."""

    DONE = "done"
    #: 未启用: what it needs is not set up here, so nothing was examined.
    NOT_CONFIGURED = "not-configured"
    #: 不适用: it has nothing to say about files of this kind, or an earlier step closed the file.
    NOT_APPLICABLE = "not-applicable"
    #: 未能完成: it failed each time.
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Crop:
    """The picture of a finding in the object store."""

    object_key: str
    object_version: str


@dataclass(frozen=True, kw_only=True)
class KeptFinding:
    """A finding, with its picture when there is one."""

    finding: Finding
    crop: Crop | None = None


@dataclass(frozen=True, kw_only=True)
class StepRun:
    """One step that was run, or why it was not."""

    name: str
    outcome: StepOutcome
    #: Which programs looked, with their versions.
    engine: str | None = None


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """Everything that one run over a version came to."""

    findings: Sequence[KeptFinding]
    steps: Sequence[StepRun]
    hold: Hold | None = None
    #: Quarter turns clockwise, in degrees, that make a page upright; pages that lie right are left out.
    turns: Mapping[int, int] = field(default_factory=dict)

    @property
    def action(self) -> CheckAction:
        """Say what follows: malware is refused, anything an officer has to look at is flagged."""
        if self.hold is Hold.MALWARE:
            return CheckAction.REFUSE
        asks = any(kept.finding.kind.severity is not Severity.NOTICE for kept in self.findings)
        return CheckAction.FLAG if asks else CheckAction.ACCEPT

    def counts(self) -> dict[str, int]:
        """Count the findings of each severity."""
        counts = dict.fromkeys(map(str, Severity), 0)
        for kept in self.findings:
            counts[kept.finding.kind.severity.value] += 1
        return counts


COULD_NOT_BE_CHECKED = FindingKind(
    code="could-not-be-checked",
    severity=Severity.DOUBT,
    title=Text(zh="未能完成检查", en="This could not be checked"),
)
FILE_MENDED = FindingKind(
    code="file-mended",
    severity=Severity.NOTICE,
    title=Text(
        zh="文件内部的目录有误，阅读程序须自行修复",
        en="The file's own table of contents is wrong; readers have to mend it",
    ),
)
MALWARE_FOUND = FindingKind(
    code="malware-found",
    severity=Severity.SERIOUS,
    title=Text(zh="发现恶意代码，内容已隔离", en="Malware was found; the file is quarantined"),
)
CLASSIFICATION_MARK = FindingKind(
    code="classification-mark",
    severity=Severity.SERIOUS,
    title=Text(zh="发现密级标志，内容已隔离", en="A classification mark; the file is quarantined"),
)
WITHHELD = FindingKind(
    code="withheld-for-secrecy",
    severity=Severity.SERIOUS,
    title=Text(zh="内容暂不提供：保密审查中", en="Withheld: under secrecy examination"),
)


def danger_found(danger: Danger) -> FindingKind:
    """Name a danger that was found in a version already stored, in the words of its refusal."""
    refusal = REFUSALS[danger]
    return FindingKind(code=refusal.code, severity=Severity.SERIOUS, title=refusal.title)


def unchecked(step: str) -> Finding:
    """Say that a step failed each time."""
    return Finding(
        kind=COULD_NOT_BE_CHECKED,
        found=Text(zh=f"未完成的步骤：{step}", en=f"Not completed: {step}"),
    )
