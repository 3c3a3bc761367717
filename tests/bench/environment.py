"""The environment of the peers, made when it is missing; and facts about machine and versions."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpus import ROOT

LOCKS = (ROOT / "requirements.txt", Path(__file__).with_name("requirements.txt"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = (
    "sphinx",
    "myst-parser",
    "sphinx-design",
    "weasyprint",
    "pydyf",
    "pikepdf",
    "sphinx-simplepdf",
    "typst",
)


def python_of_peers(folder: Path) -> Path:
    """Return the Python of the environment in *folder*, which holds exactly what the two locks name."""
    python, stamp = folder / "bin" / "python", folder / "locks"
    # Programs in an environment name its folder, so that a moved one is made anew too.
    parts = [str(folder.resolve()).encode(), *(lock.read_bytes() for lock in LOCKS)]
    wanted = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if not (stamp.is_file() and stamp.read_text(encoding="ascii") == wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        words: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "-qq",
            "--disable-pip-version-check",
            "-r",
            LOCKS[1],
        ]
        subprocess.run(words, check=True)
        stamp.write_text(wanted, encoding="ascii")
    return python


def browser() -> str:
    """Return the program that prints as Chromium does, or '' where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def machine() -> Iterator[tuple[str, str]]:
    """Yield facts about this machine that say nothing about whose it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    yield "machine", f"{os.cpu_count()} cores{_model()}, {memory:.0f} GiB of memory"
    yield "system", f"{platform.system()} on {platform.machine()}, Python {platform.python_version()}"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names else ""


def versions(peers: Path) -> Iterator[tuple[str, str]]:
    """Yield the versions of everything that was measured; *peers* is the Python of their environment."""
    yield "this repository", _commit()
    code = (
        "import sys; from importlib.metadata import version; "
        "print(*[f'{name} {version(name)}' for name in sys.argv[1:]], sep=', ')"
    )
    yield "packages", _said([peers, "-c", code, *PACKAGES])
    yield "pandoc", _said([peers, "-c", "import pypandoc; print(pypandoc.get_pandoc_version())"])
    code = (
        "from toolkit.press.libraries import check_libraries; check_libraries(); "
        "from toolkit.press.engine import versions; "
        "print(*[' '.join(pair) for pair in versions().items()], sep=', ')"
    )
    yield "layout libraries", _said([sys.executable, "-c", code])
    if program := browser():
        yield "browser", _said([program, "--version"])


def _commit() -> str:
    from toolkit import __version__

    commit = _said(["git", "rev-parse", "--short=10", "HEAD"])
    changed = " with changes" if _said(["git", "status", "--porcelain", "--", "toolkit"]) else ""
    return f"{__version__}, commit {commit}{changed}" if commit else __version__


def _said(words: list[str | Path]) -> str:
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return lines[-1].strip() if lines and not done.returncode else ""
