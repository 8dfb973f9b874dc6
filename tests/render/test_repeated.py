"""Bookmarks and old shapes that a repetition repeats get names of their own, and what points to them follows."""

import re

from alongside.render.repeated import with_own_ids

BOOKMARK = '<w:bookmarkStart w:id="3" w:name="Here"/>x<w:bookmarkEnd w:id="3"/>'
KIND = '<v:shapetype id="_x0000_t75" coordsize="21600,21600"><v:path/></v:shapetype>'
SHAPE = (
    '<v:shape id="_x0000_i1025" type="#_x0000_t75" style="width:10pt"><v:imagedata/></v:shape>'
    '<o:OLEObject Type="Embed" ShapeID="_x0000_i1025"/>'
)
WORD_ART = '<v:shape id="_x0000_s1030" o:spid="_x0000_s1030" type="#_x0000_t75"/>'


def test_each_bookmark_has_its_own_number_and_name_and_ends_where_it_ended() -> None:
    made = with_own_ids(BOOKMARK * 3 + '<w:bookmarkStart w:name="Other" w:id="4"/><w:bookmarkEnd w:id="4"/>')
    starts = re.findall(r'<w:bookmarkStart[^>]*w:id="(\d+)"', made)
    assert starts == re.findall(r'<w:bookmarkEnd w:id="(\d+)"', made)
    assert len(set(starts)) == 4
    assert re.findall(r'w:name="(\w+)"', made) == ["Here", "Here_2", "Here_3", "Other"]


def test_a_long_name_stays_as_short_as_word_wants_it() -> None:
    long = BOOKMARK.replace("Here", "n" * 40)
    names = re.findall(r'w:name="(\w+)"', with_own_ids(long * 2))
    assert [len(name) for name in names] == [40, 40]
    assert len(set(names)) == 2


def test_an_object_points_to_its_own_shape_and_all_shapes_to_one_kind() -> None:
    made = with_own_ids((KIND + SHAPE) * 2)
    assert made.count("<v:shapetype") == 1
    ids = re.findall(r'<v:shape id="([^"]*)"', made)
    assert len(set(ids)) == 2
    assert re.findall(r'ShapeID="([^"]*)"', made) == ids


def test_numbers_of_shapes_stay_numbers() -> None:
    made = with_own_ids(WORD_ART * 3)
    ids, numbers = re.findall(r'\sid="([^"]*)"', made), re.findall(r'o:spid="([^"]*)"', made)
    assert len(set(ids)) == len(set(numbers)) == 3
    assert all(re.fullmatch(r"_x0000_s\d+", name) for name in (*ids, *numbers))


def test_what_stands_once_stays_to_the_letter() -> None:
    once = KIND + SHAPE + WORD_ART + BOOKMARK
    assert with_own_ids(once) == once
