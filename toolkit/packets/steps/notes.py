"""Step: footnotes go to the foot of the page they are called on, or to the end of the chapter."""

from __future__ import annotations

from docutils import nodes

from toolkit.packets.context import Context

LONGEST_NOTE = 600
"""Characters; a longer note could be taller than a page, which the PDF engine cannot split."""


def move_notes(document: nodes.document, docname: str, context: Context) -> None:
    """Number the notes in the order of their calls and move each to its first call.

    A note goes to the end of the chapter when it is long or holds more than paragraphs, or when its
    call stands in a title, a caption, a table head or another note.
    """
    notes = {name: note for note in document.findall(nodes.footnote) for name in note["ids"]}
    numbers: dict[int, int] = {}
    placed: set[int] = set()
    at_end: list[nodes.footnote] = []
    for call in list(document.findall(nodes.footnote_reference)):
        note = notes.get(call.get("refid", ""))
        if note is None:
            call.replace_self(nodes.superscript("", call.astext()))
            continue
        number = numbers.setdefault(id(note), len(numbers) + 1)
        first = id(note) not in placed
        placed.add(id(note))
        mark = nodes.reference("", str(number), refid=note["ids"][0], classes=["footnote-call"])
        mark["ids"] = call["ids"] if first else []
        mark["internal"] = True
        fresh: list[nodes.Node] = [mark]
        if first and _fits_page_foot(call, note):
            fresh.append(_foot_note(note, number))
        elif first:
            at_end.append(note)
        call.parent.replace(call, fresh)
    uncalled = [note for note in dict.fromkeys(notes.values()) if id(note) not in placed]
    for note in uncalled:
        numbers[id(note)] = len(numbers) + 1
    for note in dict.fromkeys(notes.values()):
        note.parent.remove(note)
    _drop_leftovers(document)
    if at_end or uncalled:
        document += _end_notes([*at_end, *uncalled], numbers)


def _fits_page_foot(call: nodes.Node, note: nodes.footnote) -> bool:
    above = call.parent
    while above is not None:
        if isinstance(
            above, nodes.title | nodes.caption | nodes.thead | nodes.term | nodes.rubric | nodes.footnote
        ):
            return False
        above = above.parent
    body = [child for child in note.children if not isinstance(child, nodes.label)]
    if any(not isinstance(child, nodes.paragraph) for child in body):
        return False
    if any(note.findall(nodes.image)) or any(note.findall(nodes.footnote_reference)):
        return False
    return len(note.astext()) <= LONGEST_NOTE


def _foot_note(note: nodes.footnote, number: int) -> nodes.inline:
    held = nodes.inline(classes=["footnote"], ids=note["ids"], role="doc-footnote")
    held += nodes.inline("", str(number), classes=["footnote-number"])
    held += nodes.Text(" ")
    paragraphs = [child for child in note.children if isinstance(child, nodes.paragraph)]
    for index, paragraph in enumerate(paragraphs):
        if index:
            held += nodes.inline("", "", classes=["line-break"])
        held.extend(paragraph.children)
    return held


def _end_notes(notes: list[nodes.footnote], numbers: dict[int, int]) -> nodes.container:
    end = nodes.container(classes=["end-notes"])
    end += nodes.rubric("", "Notes")
    for note in notes:
        held = nodes.container(classes=["end-note"], ids=note["ids"])
        body = [child for child in note.children if not isinstance(child, nodes.label)]
        mark = nodes.inline("", str(numbers[id(note)]), classes=["footnote-number"])
        if body and isinstance(body[0], nodes.paragraph):
            body[0].insert(0, nodes.Text(" "))
            body[0].insert(0, mark)
        else:
            held += nodes.paragraph("", "", mark)
        held.extend(body)
        end += held
    return end


def _drop_leftovers(document: nodes.document) -> None:
    """Remove the rule that MyST draws before its list of notes, and lists that are empty now."""
    for rule in list(document.findall(nodes.transition)):
        if "footnotes" in rule["classes"]:
            rule.parent.remove(rule)
