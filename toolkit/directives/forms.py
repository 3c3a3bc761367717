"""Things to tick, to fill in and to sign: ``checklist``, ``fill-in``, ``sign-in-sheet``, ``evaluation``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from toolkit.directives.shared import Block, _, add_directive, paragraph, table
from toolkit.nodes import writing_line

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_UNSEEN = (nodes.comment, nodes.target, nodes.system_message)
MOST_LINES = 40
MOST_ROWS = 200
COLUMNS = ("Name", "How to reach you")
SCALE = ("No", "Partly", "Yes")
ROWS = 18
"""Rows of a sheet that stands on one page with the title of its chapter."""


class Checklist(Block):
    """A list whose items are printed with a box to tick."""

    def run(self) -> list[nodes.Node]:
        """Return the parsed content with the class ``checklist`` on its lists."""
        holder = nodes.Element()
        self.parse(holder)
        lists = [child for child in holder.children if isinstance(child, nodes.bullet_list)]
        if not lists:
            self.fault("there is no list in it; begin each thing to tick on a line of its own with '- '")
        for found in lists:
            for level in found.findall(nodes.bullet_list):
                level["classes"].append("checklist")
            found["classes"].extend(self.options.get("class", []))
        return holder.children


class FillIn(Block):
    """A label with empty lines to write on."""

    required_arguments = 1
    has_content = False
    option_spec: ClassVar[OptionSpec] = {**Block.option_spec, "lines": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return a container: the label, then the lines."""
        lines = min(self.whole_number("lines", 3), MOST_LINES)
        label = self.inline(self.arguments[0])
        box = self.container("fill-in")
        title = nodes.paragraph(self.arguments[0], "", *label, classes=["fill-in-label"])
        box += [self.here(title), *(self.here(writing_line()) for _ in range(lines))]
        return [box]


class SignInSheet(Block):
    """A table of empty rows to write on, below a line about what happens with the names."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("columns", "lines"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a container: the title, the line about privacy, the table."""
        rows = self.whole_number("lines", ROWS, most=MOST_ROWS)
        columns = self.split_option("columns")
        if "columns" in self.options and not columns:
            self.fault(
                "option 'columns' names no column; write names with ; between them, such as Name; City"
            )
        head = [self.inline(name) for name in columns] or [[nodes.Text(str(_(name)))] for name in COLUMNS]
        sheet = self.container("sign-in-sheet")
        title = self.inline(self.arguments[0])
        sheet += nodes.rubric(self.arguments[0], "", *title, classes=["sign-in-title"])
        self.parse(sheet)
        if len(sheet.children) == 1:
            sheet += paragraph(str(_("You need not sign. Write down only what you want to share.")))
        sheet += table(head, [[[] for _cell in head] for _row in range(rows)])
        return [self.here(sheet)]


class Evaluation(Block):
    """Questions about a session: those with dots get steps to tick, those with numbers lines to write on."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        **Block.option_spec,
        **dict.fromkeys(("scale", "lines"), directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        """Return a container: the title, then the lists with what is to be filled in."""
        lines = self.whole_number("lines", 3, most=MOST_LINES)
        steps = self.split_option("scale")
        if "scale" in self.options and len(steps) < 2:
            self.fault("a scale has two steps or more, with ; between them, such as No; Partly; Yes")
        form = self.container("evaluation")
        title = self.inline(self.arguments[0])
        form += nodes.rubric(self.arguments[0], "", *title, classes=["evaluation-title"])
        self.parse(form)
        questions = [child for child in form.children[1:] if isinstance(child, _LISTS)]
        strays = [child for child in form.children[1:] if not isinstance(child, (*_LISTS, *_UNSEEN))]
        if strays:
            self.fault(
                "only lists may stand in it, with '- ' to tick steps and '1. ' to write; "
                "move the other text before or after the block"
            )
        if not questions:
            self.fault("there is no question in it; begin each with '- ' to tick steps, or '1. ' to write")
            return []
        for found in questions:
            for item in found.children:
                assert isinstance(item, nodes.list_item)
                item.extend(self._answer(found, steps, lines))
        return [self.here(form)]

    def _answer(self, questions: nodes.Element, steps: list[str], lines: int) -> list[nodes.Element]:
        if isinstance(questions, nodes.enumerated_list):
            return [writing_line() for _line in range(lines)]
        texts = [self.inline(step) for step in steps] or [[nodes.Text(str(_(step)))] for step in SCALE]
        items = [nodes.list_item("", paragraph(*text)) for text in texts]
        return [nodes.bullet_list("", *items, classes=["scale"])]


def setup_forms(app: Sphinx) -> None:
    """Register the directives."""
    add_directive(app, "checklist", Checklist)
    add_directive(app, "fill-in", FillIn)
    add_directive(app, "sign-in-sheet", SignInSheet)
    add_directive(app, "evaluation", Evaluation)
