"""Names of Word's elements, whichever of the two ways a file spells them."""

from lxml import etree

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFF = frozenset({"0", "false", "off", "none"})


def name_of(element: etree._Element) -> str:
    """The name of a Word element without its namespace; of any other element its whole tag."""
    tag = str(element.tag)  # of a processing instruction it is no text
    space, _brace, local = tag[1:].partition("}")
    return local if space in {TRANSITIONAL, STRICT} else tag


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name; None where there is none."""
    if element is None:
        return None
    return next((item for item in element if name_of(item) == name), None)


def value_of(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute in Word's namespace; None where it is not there."""
    if element is None:
        return None
    found = element.get(f"{{{TRANSITIONAL}}}{name}")
    return found if found is not None else element.get(f"{{{STRICT}}}{name}")
