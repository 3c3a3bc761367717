"""The ground that all stand on: locked packages, one version, imports and words in their place."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from toolkit import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": PROJECT["optional-dependencies"]["test"],
}


def lock(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the direct and the other pins of a lock file; every line of it must be one."""
    direct: dict[str, str] = {}
    other: dict[str, str] = {}
    section = direct
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# -- brought"):
            section = other
        if not line or line.startswith(("#", "-r requirements.txt")):
            continue
        pin = re.fullmatch(r"([\w.-]+)==(\S+)(\s+# .+)?", line)
        assert pin, f"{name}: {line!r} is no exact version"
        assert bool(pin[3]) == (section is direct), (
            f"{name}: direct packages, and only they, say what they are for: {line}"
        )
        section[canonicalize_name(pin[1])] = pin[2]
    return direct, other


def everything_locked() -> dict[str, str]:
    return {name: pin for file in LOCKS for part in lock(file) for name, pin in part.items()}


def needs(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Return all packages that *name* brings along on this machine, itself included."""
    found: set[str] = set()
    waiting = [(canonicalize_name(name), extras)]
    while waiting:
        package, wanted = waiting.pop()
        found.add(package)
        for line in distribution(package).requires or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker and not any(marker.evaluate({"extra": extra}) for extra in (wanted or {""})):
                continue
            child = canonicalize_name(requirement.name)
            if child not in found:
                waiting.append((child, frozenset(requirement.extras)))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_direct_pins_are_what_the_package_asks_for(name: str) -> None:
    direct, _ = lock(name)
    asked = [Requirement(line) for line in LOCKS[name]]
    if name == "requirements.txt":
        asked += [Requirement(line) for line in PROJECT["optional-dependencies"]["serve"]]
    else:
        asked += [Requirement(line) for line in PROJECT["optional-dependencies"]["cluster"]]
    assert {canonicalize_name(requirement.name) for requirement in asked} == set(direct)
    for requirement in asked:
        assert requirement.specifier.contains(direct[canonicalize_name(requirement.name)]), requirement


def test_lock_is_whole_and_holds_nothing_else() -> None:
    wanted: set[str] = set()
    for name in LOCKS:
        direct, _ = lock(name)
        for package in direct:
            wanted |= needs(package)
    assert wanted == set(everything_locked())


def test_installed_is_what_is_locked() -> None:
    different = {}
    for name, pin in everything_locked().items():
        try:
            installed = distribution(name).version
        except PackageNotFoundError:
            installed = "missing"
        if installed != pin:
            different[name] = f"{installed}, locked {pin}"
    assert different == {}


def test_run_time_lock_needs_nothing_of_the_test_lock() -> None:
    direct, other = lock("requirements.txt")
    needed = {package for name in direct for package in needs(name)}
    assert needed == set(direct) | set(other)


def test_one_version_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0]
    assert newest == __version__
    assert PROJECT["dynamic"] == ["version"]  # read from toolkit/__init__.py


def imported(path: Path) -> set[str]:
    """Return the top names of all packages that the file *path* imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return {name.split(".")[0] for name in names}


def importers(package: str) -> list[str]:
    """Return the files of toolkit/ that import *package*."""
    files = sorted((ROOT / "toolkit").rglob("*.py"))
    return [path.relative_to(ROOT).as_posix() for path in files if package in imported(path)]


def test_weasyprint_is_imported_in_one_package_of_the_press() -> None:
    assert {path.rpartition("/")[0] for path in importers("weasyprint")} == {"toolkit/press/engine"}


@pytest.mark.parametrize(("package", "part"), [("pikepdf", "press"), ("pypdfium2", "checks")])
def test_writer_and_reader_of_pdf_keep_apart(package: str, part: str) -> None:
    assert [path for path in importers(package) if not path.startswith(f"toolkit/{part}/")] == []


def test_every_module_begins_with_one_sentence() -> None:
    for path in sorted((ROOT / "toolkit").rglob("*.py")):
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert doc.strip(), path


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("only in a clone is it known which files belong to the project")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_path_of_this_machine_is_committed() -> None:
    here, home = f"{ROOT}/".encode(), f"{Path.home()}/".encode()
    assert [path.name for path in tracked() if here in path.read_bytes() or home in path.read_bytes()] == []


def test_toolkit_does_not_know_the_subject() -> None:
    subject = re.compile(r"secure.?communities|s-comm\b|detainer|sheriff", re.IGNORECASE)
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.is_relative_to(ROOT / "toolkit")
        for match in subject.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


def test_docs_hold_no_code() -> None:
    assert [
        path.name
        for path in tracked()
        if path.is_relative_to(ROOT / "docs") and path.suffix in {".py", ".js", ".sh"}
    ] == []


def test_continuous_integration_runs_what_a_contributor_runs() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == [
        "exec make test"
    ]


def test_npm_lock_is_exact_and_names_no_host() -> None:
    assert "http" not in (ROOT / "tests/browser/package-lock.json").read_text(encoding="utf-8")
    package = (ROOT / "tests/browser/package.json").read_text(encoding="utf-8")
    assert re.findall(r'"[\w-]+": "([\d.]+)"', package)
    assert not re.search(r'"[\^~]', package)


def test_set_up_scripts_are_good_shell() -> None:
    for script in (".ci/run", ".ci/setup", "tests/run"):
        subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)
        assert (ROOT / script).stat().st_mode & 0o111, script


def bare_machine(folder: Path, user: int) -> dict[str, str]:
    """Return an environment where nearly every program is missing and apt-get only notes what it is told."""
    for tool in ("bash", "dirname", "uname", "grep", "cut", "sort", "tr", "cat"):
        (folder / tool).symlink_to(f"/usr/bin/{tool}")
    for name, line in (("id", f"echo {user}"), ("apt-get", f'echo "$@" >> "{folder}/asked"')):
        (folder / name).write_text(f"#!/bin/bash\n{line}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder), "PYTHON": "no-such-python"}


def set_up(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    line = ["bash", ".ci/setup", *words]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_set_up_names_one_line_for_each_system(tmp_path: Path) -> None:
    done = set_up(["system", "test"], bare_machine(tmp_path, user=1000))
    assert done.returncode == 2, done
    assert not (tmp_path / "asked").exists()
    lines = [line.strip() for line in done.stderr.splitlines()]
    for start in ("Debian, Ubuntu:  sudo apt-get", "Fedora:          sudo dnf", "macOS:           brew"):
        (line,) = [line for line in lines if line.startswith(f"{start} install ")]
        assert "qpdf" in line
        assert "python" in line


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="only where apt-get is")
def test_set_up_as_root_installs_what_is_missing(tmp_path: Path) -> None:
    done = set_up(["system", "test"], bare_machine(tmp_path, user=0))
    update, install = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert install.startswith("install ")
    assert {"chromium", "default-jre-headless", "poppler-utils", "qpdf"} <= set(install.split())
    assert done.returncode == 2  # for all that it installed, it is still missing here


def test_set_up_is_quiet_when_all_is_there() -> None:
    done = set_up(["system", "test"], dict(os.environ))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_program_imports_only_what_the_run_time_lock_names() -> None:
    """Somebody who installs requirements.txt alone can build: no test package slips in."""
    direct, _ = lock("requirements.txt")
    named = {
        module
        for module, packages in packages_distributions().items()
        if any(canonicalize_name(package) in direct for package in packages)
    }
    strange = set()
    for path in sorted((ROOT / "toolkit").rglob("*.py")):
        unnamed = imported(path) - set(sys.stdlib_module_names) - named - {"toolkit"}
        if path == ROOT / "toolkit" / "press" / "cluster.py":
            unnamed -= {"distributed"}  # the optional cluster; without it a sentence tells what to install
        strange |= {(path.name, package) for package in unnamed}
    assert strange == set()


def test_an_installed_package_holds_all_its_files() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]["*"]
    files = [path for path in tracked() if path.is_relative_to(ROOT / "toolkit") and path.suffix != ".py"]
    assert [path.name for path in files if f"*{path.suffix}" not in patterns] == []


@pytest.mark.slow
def test_installed_with_run_time_packages_alone_it_prints_a_book(tmp_path: Path) -> None:
    """A new environment with requirements.txt alone, the package installed, a project elsewhere."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "toolkit", source / "toolkit", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.txt"):
        shutil.copy(ROOT / name, source / name)
    book = tmp_path / "book"
    book.mkdir()
    (book / "conf.py").write_text('extensions = ["myst_parser", "sphinx_design", "toolkit"]\n')
    (book / "index.md").write_text("# A book\n\nOne sentence.\n")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    for what in (["-r", "requirements.txt"], ["--no-deps", "."]):
        subprocess.run([python, "-m", "pip", "install", "-qq", *what], cwd=source, check=True)
    for builder in ("packets", "html"):
        words = [python, "-m", "sphinx", "-W", "-b", builder, book, tmp_path / builder]
        subprocess.run(words, cwd=tmp_path, check=True)
    assert (tmp_path / "packets" / "book.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "One sentence." in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
