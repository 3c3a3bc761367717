"""A guard around ``include``: no circle, nothing from outside the project, one sentence for a fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.other import Include
from sphinx.util.docutils import SphinxDirective

from toolkit.config import settings
from toolkit.diagnostics import Code, warn
from toolkit.directives.library import project_root

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_STACK = "toolkit_include_stack"


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
        if self.arguments[0].startswith("<"):  # a file of docutils' own
            return self._include()
        here = Path(self.get_source_info()[0]).resolve()
        path = Path(self.env.relfn2path(self.arguments[0])[1]).resolve()
        if not self._good(path):
            return []
        stack = self._stack()
        around = [Path(self.env.doc2path(self.env.docname)).resolve(), *stack]
        if path in around or path == here:
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
            arguments: dict[str, Any] = {
                name: getattr(self, name)
                for name in (
                    "name",
                    "arguments",
                    "options",
                    "content",
                    "lineno",
                    "content_offset",
                    "block_text",
                )
            }
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


def setup_includes(app: Sphinx) -> None:
    """Put the guard in the place of ``include``."""
    app.add_directive("include", GuardedInclude, override=True)
