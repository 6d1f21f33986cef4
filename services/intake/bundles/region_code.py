"""Asks python-stdnum's table of GB/T 2260 whether a region's code can be an enterprise's place of registration."""

from stdnum import numdb

_LENGTH = 6

#: Taiwan, Hong Kong and Macao: who is registered there carries no unified social credit code (GB 32100-2015).
_WITHOUT_CREDIT_CODES = ("71", "81", "82")


def is_region_code(code: str) -> bool:
    """Tell whether a code is six digits that begin with a province's.

    Counties are not looked up: their codes change from year to year, and a new one must not be refused.
    """
    is_number = len(code) == _LENGTH and code.isascii() and code.isdigit()
    if not is_number or code.startswith(_WITHOUT_CREDIT_CODES):
        return False
    return "province" in numdb.get("cn/loc").info(code)[0][1]
