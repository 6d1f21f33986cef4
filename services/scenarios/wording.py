"""How front ends write instants and outcomes for people in Tianjin."""

from datetime import datetime, time, timedelta, timezone

#: China has had one zone and no summer time since 1991.
CHINA = timezone(timedelta(hours=8))

#: What scoring found, as a front end says it: a machine never recognises anybody.
OUTCOMES = {
    "met": "可由机器核验的条件均满足",
    "not-met": "有可由机器核验的条件不满足",
    "incomplete": "尚有条件缺少数据",
}


def in_china(instant: datetime, *, seconds: bool = False) -> str:
    """Write an instant as a clock on the wall in Tianjin shows it."""
    return f"{instant.astimezone(CHINA):{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}}"


def close_in_china(closes_at: str) -> str:
    """Write the end of a window: midnight is 24:00 of the day that ends with it."""
    moment = datetime.fromisoformat(closes_at).astimezone(CHINA)
    if moment.time() == time(0):
        return f"{moment - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{moment:%Y-%m-%d %H:%M}"
