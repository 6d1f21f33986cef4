"""The business clock, which an operator may move in development."""

from datetime import datetime

from services.scenarios.front_end import FrontEnd
from services.scenarios.wording import in_china


def move_clock(operator: FrontEnd, to: datetime) -> None:
    """Set the business clock; it goes on from there."""
    operator.save("PUT", "/v1/development/clock", {"business": to.isoformat()})
    operator.tell("拨动业务时钟（仅开发环境）· moves the business clock", in_china(to))
