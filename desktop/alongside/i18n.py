"""Where every sentence a user reads passes through, so that it can be translated."""

import gettext

_translations = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the user's language; British English is the language of the source."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """`one` for n = 1, else `many`; neither is formatted here."""
    return _translations.ngettext(one, many, n)
