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

#: The tiers as the notice calls them, from the lowest up.
TIERS = {"basic": "基础级", "advanced": "先进级", "excellent": "卓越级", "leading": "领航级"}

#: How front ends call the states in which an application may stand, in the order of a life; the first has none.
STATES = {
    "not-registered": "未能登记",
    "draft": "草稿",
    "finalised": "已定稿未报",
    "submitted": "已申报",
    "portal-filed": "已在国家平台申报",
    "returned": "退回补正",
    "withdrawn": "已撤销",
    "not-passed": "区级不通过",
    "district-passed": "区级通过",
    "tabulated": "已列入汇总表",
    "recommended": "区级已推荐",
    "handed-in": "已报送",
    "received": "市级已接收",
    "not-filed": "不予备案",
    "filed": "已备案",
    "in-review": "评审中",
    "proposed": "拟认定",
    "in-publicity": "公示中",
    "declined": "不予认定",
    "recognised": "已认定",
    "awaiting-opinions": "征求会同部门意见",
    "not-forwarded": "未向国家推荐",
    "forwarded": "已向国家推荐",
    "not-selected": "国家未入选",
    "selected": "国家入选",
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
