"""A guard around ``include``: no circle, nothing from outside the project, one sentence for a fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.other import Include
from sphinx.util.docutils import SphinxDirective

from toolkit.config import project_root, settings
from toolkit.diagnostics import Code, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_STACK = "toolkit_include_stack"
_PARTIAL = {"start-line", "end-line", "start-after", "end-before"}
_PASSED_ON = ("name", "arguments", "options", "content", "lineno", "content_offset", "block_text")
PARTS_DEEP = 5
"""How often a file may include parts of itself: a part need not hold the line that includes it."""


class GuardedInclude(SphinxDirective):
    """Looks at the file first, then lets MyST or docutils include it.

    It is no subclass of docutils' directive, because MyST replaces every such class by its own code.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        **(Include.option_spec or {}),
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Include the file, or say why not."""
        if self._is_standard():
            return self._include()
        path = Path(self.env.relfn2path(self.arguments[0])[1]).resolve()
        if not self._good(path):
            return []
        if "literal" in self.options or "code" in self.options:
            return self._include()
        stack = self._stack()
        around = [Path(self.env.doc2path(self.env.docname)).resolve(), *stack]
        if around.count(path) >= (PARTS_DEEP if _PARTIAL & set(self.options) else 1):
            self._fault(
                f"{self._name(path)} includes itself{_through(self, around, path)}; remove one of the two",
                Code.CIRCULAR_INCLUDE,
            )
            return []
        stack.append(path)
        try:
            return self._include()
        finally:
            stack.pop()

    def _is_standard(self) -> bool:
        """Say whether the file is one of docutils' own, such as ``<isonum.txt>``."""
        name = self.arguments[0]
        folder = Path(Include.standard_include_path).resolve()
        return name[:1] == "<" and name[-1:] == ">" and (folder / name[1:-1]).resolve().is_relative_to(folder)

    def _good(self, path: Path) -> bool:
        """Say whether *path* may be included; a file outside only warns in a foreign project."""
        if not path.is_relative_to(project_root(Path(self.env.srcdir)).resolve()):
            self._fault(
                f"{self.arguments[0]} lies outside the project; copy the file into it and include the copy",
                Code.OUTSIDE,
            )
            if settings(self.config).strict:
                return False
        if not path.is_file():
            self._fault(
                f"there is no file {self.arguments[0]}; correct the path, or add the file",
                Code.MISSING_INCLUDE,
            )
            self.env.note_dependency(str(path))
            return False
        return True

    def _stack(self) -> list[Path]:
        """Return the files that are being included at this moment."""
        return cast("list[Path]", self.env.temp_data.setdefault(_STACK, []))

    def _include(self) -> list[nodes.Node]:
        renderer = getattr(self.state, "_renderer", None)
        if renderer is None:
            arguments: dict[str, Any] = {name: getattr(self, name) for name in _PASSED_ON}
            return list(Include(**arguments, state=self.state, state_machine=self.state_machine).run())
        from myst_parser.mocking import MockIncludeDirective

        body = list(self.content)
        include = MockIncludeDirective(
            renderer, self.name, Include, self.arguments, self.options, body, self.lineno
        )
        return list(include.run())

    def _name(self, path: Path) -> str:
        folder = Path(self.env.srcdir).resolve()
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name

    def _fault(self, message: str, code: Code) -> None:
        warn(code, f"{{{self.name}}}: {message}", self.get_location())


def _through(directive: GuardedInclude, around: list[Path], path: Path) -> str:
    """Return the files between the first and the second inclusion of *path*."""
    between = around[around.index(path) + 1 :] if path in around else []
    return f" through {', '.join(directive._name(file) for file in between)}" if between else ""


def _other_files(app: Sphinx, document: nodes.document) -> None:
    """Name files outside the project that other directives have read (``literalinclude``, ``csv-table``)."""
    if not settings(app.config).strict:
        return
    root = project_root(Path(app.srcdir)).resolve()
    chapter = Path(app.env.doc2path(app.env.docname))
    for name in sorted(app.env.dependencies.get(app.env.docname, ())):
        path = Path(app.srcdir, name)
        if not path.resolve().is_relative_to(root):
            lines = chapter.read_text(encoding="utf-8").splitlines()
            line = next((number for number, text in enumerate(lines, start=1) if path.name in text), 1)
            message = f"{path.name} lies outside the project; copy the file into it and name the copy"
            warn(Code.OUTSIDE, message, f"{chapter}:{line}")


def setup_includes(app: Sphinx) -> None:
    """Put the guard in the place of ``include``."""
    app.add_directive("include", GuardedInclude, override=True)
    app.connect("doctree-read", _other_files)
