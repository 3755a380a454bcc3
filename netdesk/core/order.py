"""Order keys: a record's place in a list is a short text between its neighbours' texts.

Two people who insert at one spot without knowing of each other get different keys, by three random characters at the
end. A key that has grown past `MAX_KEY` is the sign to give the whole list of siblings fresh keys (`rekey`).
"""

from __future__ import annotations

import re
from typing import Final

from netdesk.core.clock import RandomBytes

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MAX_KEY: Final = 64
_JITTER: Final = 3
#: A key longer than this comes from no NetDesk.
_LONGEST: Final = 4096
_KEY = re.compile(r"[A-Za-z][0-9A-Za-z]+", re.ASCII)


def is_order_key(key: str) -> bool:
    """Whether new keys can be made before and after this one: base-62, a whole integer part, no zero at the end."""
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        return False
    integer = ord(key[0]) - ord("a") + 2 if key[0].islower() else ord("Z") - ord(key[0]) + 2
    return len(key) >= integer and (len(key) == integer or key[-1] != "0") and key != "A" + "0" * 26


def order_between(before: str | None, after: str | None, random_bytes: RandomBytes) -> str:
    """A key greater than ``before`` and less than ``after``; None stands for the list's start or end.

    Raises ValueError where there is no room: equal or swapped neighbours, or a key of a foreign form. The caller then
    gives the siblings fresh keys with `rekey`.
    """
    from fractional_indexing import FIError, generate_key_between

    if not all(key is None or is_order_key(key) for key in (before, after)):
        raise ValueError("a key of a foreign form has no neighbours")
    if before is not None and after is not None and before >= after:
        raise ValueError("no room between equal or swapped keys")
    try:
        key: str = generate_key_between(before, after)
        jittered = key + _jitter(random_bytes)
        while after is not None and jittered >= after:
            # The next key begins with this one; go into the gap below it, which the added characters cannot leave.
            key = generate_key_between(key, after)
            jittered = key + _jitter(random_bytes)
    except FIError as no_room:
        raise ValueError(str(no_room)) from None
    return jittered


def rekey(count: int, random_bytes: RandomBytes) -> list[str]:
    """``count`` fresh short keys in order, for a list of siblings whose keys are too long or leave no room."""
    from fractional_indexing import generate_n_keys_between

    return [key + _jitter(random_bytes) for key in generate_n_keys_between(None, None, count)]


def _jitter(random_bytes: RandomBytes) -> str:
    """Three random base-62 characters, the last not "0": a key that ends in it has no room before it."""
    value = int.from_bytes(random_bytes(4), "big")
    text = ""
    for _place in range(_JITTER - 1):
        value, digit = divmod(value, 62)
        text += DIGITS[digit]
    return text + DIGITS[1 + value % 61]
