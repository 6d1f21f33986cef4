import pytest

from shared.digests import StreamingDigests, digests_of

#: GB/T 32905-2016, appendix A, and FIPS 180-4.
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
ABC_SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_both_digests_are_those_of_the_standards() -> None:
    digests = digests_of(b"abc")

    assert digests.sha256 == ABC_SHA256
    assert digests.sm3 == ABC_SM3


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000])
def test_chunks_give_the_same_digests_as_the_whole(chunk: int) -> None:
    data = bytes(range(256)) * 5
    digests = StreamingDigests()

    for start in range(0, len(data), chunk):
        digests.update(data[start : start + chunk])

    assert digests.result() == digests_of(data)
    assert digests.size_bytes == len(data)
