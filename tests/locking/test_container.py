"""The encrypted file: round trips, and every kind of damage noticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.locking import container
from alongside.locking.container import (
    HEADER,
    DamagedError,
    Key,
    Writer,
    WrongPasswordError,
    check_key,
    chunks,
    key_for,
    new_key,
    read_header,
)

PASSWORD = "four odd green doors"
CHEAP = 10
KEY = new_key(PASSWORD, cost=CHEAP)


def written(data: bytes, key: Key = KEY) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, key)
    writer.write(data)
    writer.finish()
    return file.getvalue()


def read(data: bytes, key: Key = KEY) -> list[bytes | None]:
    file = io.BytesIO(data)
    return list(chunks(file, key, read_header(file), "name"))


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "CHUNK", 64)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_what_goes_in_comes_out(data):
    assert b"".join(part or b"" for part in read(written(data))) == data


@settings(max_examples=150, deadline=None)
@given(data=st.binary(min_size=1, max_size=300), where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_is_noticed(data, where, bit):
    whole = bytearray(written(data))
    whole[where % len(whole)] ^= 1 << bit
    try:
        found = read(bytes(whole))
    except AlongsideError:
        return
    assert None in found


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300), cut=st.integers(1, 10_000))
def test_a_cut_off_file_is_noticed(data, cut):
    whole = written(data)
    short = whole[: -(cut % len(whole)) or None]
    if short == whole:
        return
    try:
        found = read(short)
    except AlongsideError:
        return
    assert None in found


def test_chunks_that_change_places_are_noticed():
    whole = written(bytes(range(256)))
    size = 64 + container.TAG
    first, second = whole[HEADER : HEADER + size], whole[HEADER + size : HEADER + 2 * size]
    assert read(whole[:HEADER] + second + first + whole[HEADER + 2 * size :])[:2] == [None, None]


def test_a_wrong_password_is_told_from_damage():
    whole = written(b"words")
    with pytest.raises(WrongPasswordError):
        key_for("four odd green walls", whole[:HEADER], "name")
    for at in range(HEADER):
        hurt = bytearray(whole[:HEADER])
        hurt[at] ^= 1
        with pytest.raises(DamagedError):
            key_for(PASSWORD, bytes(hurt), "name")


def test_the_right_password_opens_it_also_as_a_mac_types_it():
    key = new_key("Zoë’s café doors", cost=CHEAP)
    whole = written(b"words", key)
    again = key_for("Zoe\u0308’s cafe\u0301 doors", whole[:HEADER], "name")
    assert read(whole, again) == [b"words"]


def test_the_same_key_never_writes_the_same_bytes():
    assert written(b"words")[HEADER:] != written(b"words")[HEADER:]


def test_a_short_password_is_refused():
    with pytest.raises(AlongsideError, match="too short"):
        new_key("123456789")


def test_a_key_is_not_shown():
    assert repr(KEY.secret) not in repr(KEY)
    assert "secret" not in repr(KEY)


def test_another_key_with_the_same_salt_is_refused():
    with pytest.raises(WrongPasswordError):
        check_key(Key(bytes(32), KEY.salt, CHEAP), written(b"")[:HEADER], "name")
