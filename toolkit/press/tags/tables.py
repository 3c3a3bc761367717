"""Tables: groups of rows of cells in a full grid, with scopes and headers (PDF/UA-1 7.2 and 7.5)."""

from __future__ import annotations

from toolkit.press.tags.blocks import as_blocks_if_any, container
from toolkit.press.tags.node import Kid, Node

GROUPS = ("THead", "TBody", "TFoot")


def cell(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a cell with its spans; a header's scope comes from HTML, else from where it stands."""
    element = node.element
    assert element is not None
    if len(kids) == 1 and isinstance(kids[0], Node) and kids[0].role == "P" and not kids[0].lang:
        kids = kids[0].kids
    attributes = {"O": "/Table"}
    scope = element.get("scope", "")
    if role == "TH" and scope:
        attributes["Scope"] = "/Row" if scope.startswith("row") else "/Column"
    result = Node(role, element, as_blocks_if_any(kids), lang=node.lang, attributes=attributes)
    return [result]


def row(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a row; anything in it that is no cell becomes one."""
    cells: list[Kid] = [
        kid if isinstance(kid, Node) and kid.role in ("TD", "TH") else Node("TD", None, [kid]) for kid in kids
    ]
    return [Node("TR", node.element, cells, lang=node.lang)]


def group(role: str, node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a group of rows."""
    rows = _as_rows(kids)
    return [Node(role, node.element, rows, lang=node.lang)] if any(_has_cells(tr) for tr in rows) else []


def _has_cells(tr: Kid) -> bool:
    return isinstance(tr, Node) and bool(tr.kids)


def _as_rows(kids: list[Kid]) -> list[Kid]:
    """Return *kids* as rows; cells without a row share one."""
    rows: list[Kid] = []
    loose: Node | None = None
    for kid in kids:
        if isinstance(kid, Node) and kid.role == "TR":
            rows.append(kid)
            loose = None
            continue
        if loose is None:
            loose = Node("TR")
            rows.append(loose)
        loose.kids.append(
            kid if isinstance(kid, Node) and kid.role in ("TD", "TH") else Node("TD", None, [kid])
        )
    return rows


def table(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return a table: caption, head, bodies, foot; the grid is made full, headers are named."""
    captions: list[Kid] = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Caption"]
    groups: list[Kid] = [kid for kid in kids if isinstance(kid, Node) and kid.role in GROUPS]
    rest = [kid for kid in kids if kid not in captions and kid not in groups]
    rows = _as_rows(rest)
    if not groups and not any(map(_has_cells, rows)):
        return container("Div", node, kids)
    if any(map(_has_cells, rows)):
        groups.append(Node("TBody", None, rows))
    heads = [kid for kid in groups if isinstance(kid, Node) and kid.role == "THead"]
    for extra in heads[1:]:
        extra.role = "TBody"
    order = {role: index for index, role in enumerate(GROUPS)}
    groups.sort(key=lambda kid: order[kid.role] if isinstance(kid, Node) else 1)
    result = Node("Table", node.element, [*captions[:1], *groups], lang=node.lang)
    _Grid(result).run()
    after: list[Kid] = []
    for extra_caption in captions[1:]:
        after += container("Div", node, extra_caption.kids) if isinstance(extra_caption, Node) else []
    return [result, *after]


def layout(node: Node, kids: list[Kid]) -> list[Kid]:
    """Return what a table holds that only places things side by side (``role="presentation"``)."""
    return container("Div", node, _contents(kids))


def _contents(kids: list[Kid]) -> list[Kid]:
    result: list[Kid] = []
    for kid in kids:
        if isinstance(kid, Node) and kid.role in (*GROUPS, "TR"):
            result += _contents(kid.kids)
        elif isinstance(kid, Node) and kid.role in ("TD", "TH", "Caption"):
            result += container("Div", Node("", kid.element, lang=kid.lang), kid.kids)
        else:
            result.append(kid)
    return result


def _span(node: Node, name: str) -> int:
    value = node.element.get(name, "1") if node.element is not None else "1"
    return int(value) if value.isdigit() else 1


class _Grid:
    """The places of a table's cells: fills holes, cuts spans that overlap or leave their group."""

    def __init__(self, table: Node) -> None:
        self.table = table
        self.place: dict[Node, tuple[int, int, int, int]] = {}  # row, column, rows, columns
        self.rows: list[tuple[Node, bool]] = []
        self.taken: set[tuple[int, int]] = set()

    def run(self) -> None:
        """Correct the table in place."""
        for part in self.table.nodes():
            if part.role != "Caption":
                self._put(part)
        self._fill(max((column + 1 for _, column in self.taken), default=0))
        self._drop_rows_without_cells()
        self._describe()

    def _put(self, part: Node) -> None:
        """Find a place for every cell of a group of rows (HTML, 4.9.12)."""
        first = len(self.rows)
        rows = part.nodes()
        self.rows += [(tr, part.role == "THead") for tr in rows]
        for index, tr in enumerate(rows, first):
            column = 0
            for td in tr.nodes():
                while (index, column) in self.taken:
                    column += 1
                left = first + len(rows) - index
                high = min(_span(td, "rowspan") or left, left)
                wide = 1
                while wide < _span(td, "colspan") and (index, column + wide) not in self.taken:
                    wide += 1
                self.place[td] = (index, column, high, wide)
                self.taken |= {(index + y, column + x) for y in range(high) for x in range(wide)}
                column += wide

    def _fill(self, width: int) -> None:
        for index, (tr, _) in enumerate(self.rows):
            for column in range(width):
                if (index, column) not in self.taken:
                    empty = Node("TD", None, attributes={"O": "/Table"})
                    self.place[empty] = (index, column, 1, 1)
                    tr.kids.append(empty)
            tr.kids.sort(key=lambda kid: self.place[kid][1] if isinstance(kid, Node) else 0)

    def _drop_rows_without_cells(self) -> None:
        """Take out rows that only cells of rows above reach into, and make those cells shorter."""
        bare = {index for index, (tr, _) in enumerate(self.rows) if not tr.kids}
        for part in self.table.nodes():
            if part.role != "Caption":
                part.kids = [tr for tr in part.kids if _has_cells(tr)]
        self.table.kids = [part for part in self.table.nodes() if part.kids]
        if not any(part.role == "TBody" for part in self.table.nodes()):
            for part in self.table.nodes():
                part.role = part.role.replace("THead", "TBody")
        for td, (index, column, high, wide) in self.place.items():
            high -= len(bare & set(range(index, index + high)))
            self.place[td] = (index, column, high, wide)

    def _describe(self) -> None:
        """Write spans and scopes; cells under headers that span name their headers (PDF 1.7, table 349)."""
        spanned = False
        for td, (index, column, high, wide) in self.place.items():
            if wide > 1:
                td.attributes["ColSpan"] = wide
            if high > 1:
                td.attributes["RowSpan"] = high
            if td.role == "TH":
                in_head = self.rows[index][1]
                td.attributes.setdefault("Scope", "/Column" if in_head or (column and not index) else "/Row")
                spanned = spanned or wide > 1 or high > 1
        if spanned:
            self._name_headers()

    def _name_headers(self) -> None:
        headers = [(td, place) for td, place in self.place.items() if td.role == "TH"]
        for number, (td, _) in enumerate(headers):
            td.ident = f"th-{number}"
        for td, (index, column, high, wide) in self.place.items():
            if td.role != "TD":
                continue
            td.attributes["Headers"] = [
                th
                for th, (y, x, rows, columns) in headers
                if (th.attributes["Scope"] == "/Row" and y < index + high and index < y + rows)
                or (th.attributes["Scope"] == "/Column" and x < column + wide and column < x + columns)
            ]
