"""Window: process start to first painted frame with the starter library read, against an empty PySide6 window.

    python tests/benchmarks/start_up.py [RUNS]

Both are started in turn, on the same platform plug-in; the fastest of each counts, as the least disturbed.
Goal: at most 3 times. Exit code 1 where it is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOAL = 3.0

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        QApplication.instance().quit()

app = QApplication(sys.argv)
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""

OURS = """
import sys
from datetime import date
from pathlib import Path
from alongside.ahead import begin
from alongside.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
ahead = begin(workspace.library)  # as `alongside` does before it loads the window

from alongside.app import Program, application
from alongside.settings import Settings

def painted():
    print("painted", flush=True)
    program.window.close()
    app.quit()

app = application()
recovery = Path(sys.argv[1]) / "recovery"
program = Program(app, Settings(theme="light"), date(2026, 11, 24), recovery, ahead=ahead)
program.window.first_painted.connect(painted)
program.start(workspace)
app.exec()
"""


def seconds(cache: Path, code: str, *arguments: str) -> float:
    """From starting the process to the line that says it has painted."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop"), "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - started
        process.communicate(timeout=60)
    if line.strip() != "painted":
        raise SystemExit(f"the window did not paint: {line!r}")
    return taken


def main(arguments: list[str]) -> int:
    runs = int(arguments[0]) if arguments else 7
    sys.path.insert(0, str(ROOT / "desktop"))
    from alongside.workspace import copy_sample  # noqa: PLC0415 - the path is set just above

    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_sample(Path(folder) / "workspace").folder
        cache = Path(folder) / "compiled"
        seconds(cache, EMPTY)
        seconds(cache, OURS, str(workspace))  # pip compiles what it installs; here the first start does
        empty, ours = [], []
        for _run in range(runs):
            empty.append(seconds(cache, EMPTY))
            ours.append(seconds(cache, OURS, str(workspace)))
    ratio = min(ours) / min(empty)
    print(f"empty window   {min(empty):.3f} s  (median {sorted(empty)[runs // 2]:.3f} s)")
    print(f"library read   {min(ours):.3f} s  (median {sorted(ours)[runs // 2]:.3f} s)")
    print(f"ratio          {ratio:.2f}, goal at most {GOAL:.0f}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
