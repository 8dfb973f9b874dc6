"""docxtpl with its template class replaced by ours, for docxtpl's own scripts.

`run_docxtpl_suite.py record --engine-path tests/render:desktop --engine-module as_docxtpl` puts this module in
docxtpl's place. Against docxtpl 0.20.2 and its scripts at f96b0b641359 all 36 scripts run, and all 588 parts of their
39 files are equal after XML canonicalisation; so KNOWN_DIFFERENCES, by script, is empty. Beyond its scripts the two
differ only where docxtpl loses text or stops:

- A value with a bare `&` or `<` that makes the part no XML ("Oak & Ash <Ltd>", without autoescape): docxtpl's forgiving
  parser drops what stands behind it, up to the rest of the paragraph. Here such a value is written as the text it is.
- A value with a character that XML cannot hold: docxtpl drops what stands behind it; here it becomes U+FFFD.
- A note is filled once; docxtpl fills it once for each section, so that a value that looks like a field would be run.
- A table without a grid (`w:tblGrid`) stops docxtpl with an AttributeError; here it stays as it is.
- A header that two relations lead to is written once; docxtpl writes two parts of one name into the file.
"""

import importlib
import sys

_ours = sys.modules.pop(__name__)
_finders = [finder for finder in sys.meta_path if type(finder).__name__ == "_Finder"]
for _finder in _finders:
    sys.meta_path.remove(_finder)
try:
    _theirs = importlib.import_module("docxtpl")
    _main = importlib.import_module("docxtpl.__main__")
    from alongside.render.template import PackTemplate
finally:
    sys.meta_path[:0] = _finders
    for _name in [name for name in sys.modules if name.split(".")[0] == "docxtpl"]:
        if __name__ == "docxtpl" and _name == "docxtpl":
            del sys.modules[_name]
    sys.modules[__name__] = _ours

KNOWN_DIFFERENCES: dict[str, str] = {}

for _name in dir(_theirs):
    if not _name.startswith("__"):
        globals()[_name] = getattr(_theirs, _name)
_main.DocxTemplate = PackTemplate
DocxTemplate = PackTemplate
__version__ = _theirs.__version__
