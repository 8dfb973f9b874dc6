"""Only places that the order leaves no choice about."""

import pytest

from alongside.render.in_order import settled


@pytest.mark.parametrize(
    ("places", "names", "expected"),
    [
        ([[1], [2], [3]], "abc", [1, 2, 3]),
        ([[1], [1], [1]], "abc", [1, 1, 1]),  # three headings on a page
        ([[1, 9], [2], [3]], "abc", [1, 2, 3]),  # the second would be before the first
        ([[1, 2], [2], [3]], "abc", [None, 2, 3]),  # either may be
        ([[4, 6], [4, 6]], "aa", [4, 6]),  # two of one name, each in its place
        ([[4], [4]], "aa", [None, None]),  # two of one name and one place: nobody knows whose
        ([[4, 4], [4, 4]], "aa", [4, 4]),
        ([[1], [99], [2], [3]], "abcd", [1, None, 2, 3]),  # far out of place
        ([[], [2]], "ab", [None, 2]),
        ([], "", []),
    ],
)
def test_places_in_order(places, names, expected):
    assert settled(places, list(names)) == expected


def test_what_is_out_of_place_pushes_nothing_out():
    places = [[500], *[[page] for page in range(1, 60)]]
    assert settled(places, [str(at) for at in range(60)]) == [None, *range(1, 60)]
