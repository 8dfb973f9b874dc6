import gc
import weakref

from alongside.library.rubbish import MANY, no_rubbish_searched


class Thing:
    """Something that can be watched."""


def test_the_search_goes_on_afterwards_and_what_was_made_still_goes() -> None:
    assert gc.isenabled()
    with no_rubbish_searched():
        assert not gc.isenabled()
        made = [Thing() for _ in range(2 * MANY)]
    assert gc.isenabled()
    gone = weakref.ref(made[7])
    del made
    assert gone() is None
    gc.unfreeze()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with no_rubbish_searched():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
