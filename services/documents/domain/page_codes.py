"""The code of a printed page: drawn as a QR and in print beside it, so that a person can type it.

A code carries nothing; what it stands for is looked up. Twenty characters of Crockford's base 32, of
which the last two are a check, shown in five groups of four: ``7K3M-9QXZ-04AB-CDEF-GH2T``.
"""

import hashlib

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What people type for characters that look alike (Crockford's rule).
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PAYLOAD = 18
_CHECK = 2
_GROUP = 4
#: The largest prime below 32²: a wrong character and two swapped ones always change the remainder.
_MODULUS = 1021

CODE_LENGTH = _PAYLOAD + _CHECK


def page_code(print_sha256: str, page: int) -> str:
    """Derive the code of a page of a print: the same print gives the same codes."""
    digest = hashlib.sha256(f"{print_sha256}/{page}".encode("ascii")).digest()
    number = int.from_bytes(digest, "big") % 32**_PAYLOAD
    return _characters(number, _PAYLOAD) + _characters(_check_of(number), _CHECK)


def normalised_code(text: str) -> str | None:
    """Read a code as scanned or typed; none when it is not one of ours or a character is wrong."""
    code = "".join(text.split()).replace("-", "").upper().translate(_LOOK_ALIKES)
    if len(code) != CODE_LENGTH or not set(code) <= set(_ALPHABET):
        return None
    number, check = _number(code[:_PAYLOAD]), _number(code[_PAYLOAD:])
    return code if check == _check_of(number) else None


def shown_code(code: str) -> str:
    """Write a code in groups, as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _check_of(number: int) -> int:
    return number % _MODULUS


def _characters(number: int, length: int) -> str:
    characters: list[str] = []
    for _ in range(length):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(reversed(characters))


def _number(characters: str) -> int:
    number = 0
    for character in characters:
        number = number * len(_ALPHABET) + _ALPHABET.index(character)
    return number
