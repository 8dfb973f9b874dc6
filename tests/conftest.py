"""What every test may ask for."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def _installation_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is built here is recorded under an id that is not this computer's."""
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("installation")
        patched.setattr("alongside.installation.installation_file", lambda: folder / "installation")
        patched.setattr("alongside.library.names.kept.names_folder", lambda: folder / "names")
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real and hostile files that nobody here wrote; they travel beside the repository, never in it."""
    folder = ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the corpora of real and hostile files are not beside this repository")
    return folder


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Turns a Word file into a PDF with LibreOffice. Where it is missing: a failure in CI, a skip elsewhere."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = "LibreOffice Writer is not on this machine (apt install libreoffice-writer-nogui)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    profile = tmp_path_factory.mktemp("libreoffice-profile").as_uri()
    out = tmp_path_factory.mktemp("libreoffice-pdf")

    def convert(docx: Path) -> Path:
        folder = out / f"{len(list(out.iterdir()))}"
        own = f"-env:UserInstallation={profile}"
        subprocess.run(
            [program, own, "--headless", "--convert-to", "pdf", "--outdir", folder, docx],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        pdf = folder / f"{docx.stem}.pdf"
        assert pdf.is_file(), f"LibreOffice wrote no PDF for {docx.name}"
        return pdf

    return convert
