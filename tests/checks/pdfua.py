"""PDF/UA-1 by the validator, and what it does not look at: used by tests of finished PDFs.

The validator (page-validation) is a package for development only.  It passes over: content outside
of tags and artifacts inside form XObjects, content marks in form XObjects without StructParents (CSS
``opacity`` makes them), header cells without a scope, and damaged files.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page as validator
import pikepdf

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE", "EI"}
ACTIONS = {"/JavaScript", "/SubmitForm", "/Launch", "/ImportData"}


def failures(path: Path) -> list[str]:
    """Return what keeps *path* from being PDF/UA-1 (ISO 14289-1) and from our stricter rules."""
    result = validator.validate_pdf(str(path), profile="ua1")
    found = [f"{failure.rule_id}: {failure.message}" for failure in result.failures]
    if not result.is_compliant and not found:
        found.append("not conformant")
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(f"damaged: {done.stdout}{done.stderr}"[:300])
    with pikepdf.open(path) as pdf:
        counted = Counter(_extra(pdf))
    return found + [f"{name} x{count}" for name, count in sorted(counted.items())]


def _extra(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        yield from _content(page.obj, page.obj.get("/Resources"), False, 0)
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/A", {}).get("/S") in ACTIONS:
                yield "action"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "action"
    if "/StructTreeRoot" in pdf.Root:
        yield from _header_cells(pdf.Root.StructTreeRoot, set())


def _content(holder: Any, resources: Any, inside: bool, depth: int) -> Iterator[str]:
    """Yield a word for each drawing that is neither tagged nor an artifact (ISO 14289-1, 7.1)."""
    stack: list[bool] = []
    marked_content = False
    for operands, operator in pikepdf.parse_content_stream(holder):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else None
            if isinstance(properties, pikepdf.Name) and resources is not None:
                properties = resources.get("/Properties", {}).get(str(properties))
            has_id = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            marked_content |= has_id
            stack.append(has_id or str(operands[0]) == "/Artifact")
        elif name == "EMC" and stack:
            stack.pop()
        elif name == "Do":
            drawn = resources["/XObject"][str(operands[0])]
            if drawn.get("/Subtype") == "/Form" and depth < 10:
                own = drawn.get("/Resources", resources)
                yield from _content(drawn, own, inside or any(stack), depth + 1)
            elif not (inside or any(stack)):
                yield "content-untagged"
        elif name in PAINTS and not (inside or any(stack)):
            yield "content-untagged"
    if depth and marked_content and "/StructParents" not in holder:
        yield "xobject-mcid"


def _header_cells(node: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Yield a word for each TH without a Scope (ISO 14289-1, 7.5)."""
    if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
        return
    if node.objgen != (0, 0):
        seen.add(node.objgen)
    if node.get("/S") == "/TH":
        attributes = node.get("/A")
        parts = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
        if not any(part is not None and "/Scope" in part for part in parts):
            yield "th-no-scope"
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from _header_cells(kid, seen)
