"""docxtpl with its template class replaced by ours, for docxtpl's own scripts.

run_docxtpl_suite.py --engine-module as_docxtpl puts this module in docxtpl's place. Where a part then differs from what
docxtpl makes after XML canonicalisation, docxtpl loses text there; KNOWN_DIFFERENCES says which text, by script.
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
