"""The steps of the checks, in their order: what may close a file comes first."""

from services.documents.checking.deep_safety import look_deeper
from services.documents.checking.malware import look_for_malware
from services.documents.checking.scan import look_at_scan
from services.documents.checking.secrecy import look_for_marks
from services.documents.checking.steps import Step

STEPS: tuple[Step, ...] = (
    Step(name="malware", run=look_for_malware),
    Step(name="secrecy", run=look_for_marks),
    Step(name="safety", run=look_deeper),
    Step(name="scan", run=look_at_scan),
)
