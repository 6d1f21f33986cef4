"""Which engine found a verdict: the number that stands on receipts.

It goes up whenever the same facts under the same edition could come out otherwise, or be told in other words.
``tests/scoring/domain/test_engine.py`` pins what each number says.
"""

ENGINE_VERSION = "1"
