"""Step: pictures become assets of the packet, each with a description or as decoration."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.util.images import get_image_size

from toolkit.diagnostics import Code
from toolkit.packets.context import Context

_KINDS = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".ico", ".avif"}
_NETWORK = re.compile(r"^(https?:)?//")


def collect_images(document: nodes.document, docname: str, context: Context) -> None:
    """Find each picture's file and give it the address the press reads it by."""
    for image in list(document.findall(nodes.image)):
        if image.parent is None:
            continue
        problem = _problem(image, context)
        if problem is None:
            path = _file(image, context)
            image["alt"] = _description(image, context)
            _scale(image, path)
            image["uri"] = _asset(path, context)
        else:
            code, words = problem
            context.record.sound = False  # a file that is missing may come
            context.report(code, words, image, error=True)
            _leave_out(image)
    for image in list(document.findall(nodes.image)):
        _hold(image)


def _hold(image: nodes.image) -> None:
    """Give a picture that is a block by itself a block to stand in, so that it keeps to the margins."""
    block: nodes.Element = image
    if isinstance(image.parent, nodes.reference) and not isinstance(image.parent.parent, nodes.TextElement):
        block = image.parent
    if (
        not isinstance(block.parent, nodes.TextElement | nodes.figure)
        and "math-block" not in block.parent["classes"]
    ):
        holder = nodes.container(classes=["picture"])
        block.parent.replace(block, [holder])
        holder += block


def _file(image: nodes.image, context: Context) -> Path:
    return Path(image["file"]) if "file" in image else Path(context.env.srcdir) / image["uri"]


def _problem(image: nodes.image, context: Context) -> tuple[Code, str] | None:
    uri = image["uri"]
    if "file" in image:
        return None
    path = (Path(context.env.srcdir) / uri).resolve()
    if _NETWORK.match(uri) or ("?" in image.get("candidates", {}) and not path.exists()):
        return Code.NETWORK_IMAGE, f"the picture {uri} is on the network; put the file into the project"
    if not path.is_file():
        return Code.MISSING_IMAGE, f"the picture {uri} is not there; check its name and folder"
    allowed = (context.root.resolve(), Path(context.env.doctreedir).resolve())
    if not any(path.is_relative_to(folder) for folder in allowed):
        return Code.OUTSIDE, f"the picture {uri} lies outside the project; copy it into the project"
    if path.suffix.lower() not in _KINDS:
        return (
            Code.MISSING_IMAGE,
            f"the picture {uri} is of a kind that cannot be printed; use SVG, PNG or JPEG",
        )
    return None


def _scale(image: nodes.image, path: Path) -> None:
    """Turn the ``scale`` option (percent) into a width; drawings without a size of their own ignore it."""
    if "scale" in image and "width" not in image and (size := get_image_size(path)) is not None:
        image["width"] = f"{size[0] * image['scale'] / 100:g}px"


def _asset(path: Path, context: Context) -> str:
    address = context.asset_name(path)
    context.record.assets[address] = path
    return address


def _description(image: nodes.image, context: Context) -> str:
    """Return the text for screen readers; '' makes the picture an artifact (PDF/UA-1, 7.3)."""
    alt = " ".join(image.get("alt", "").split())
    if "alt" not in image:
        context.report(
            Code.NO_ALT,
            f'the picture {image["uri"]} has no description; add alt text, or `:alt: ""` if it decorates',
            image,
            error=True,
        )
    return alt


def _leave_out(image: nodes.image) -> None:
    """Print the description and the address of a picture that cannot be printed."""
    alt = image.get("alt", "").strip()
    words = nodes.inline("", f"[{alt + ': ' if alt else ''}{image['uri']}]", classes=["left-out"])
    if isinstance(image.parent, nodes.TextElement):
        image.replace_self(words)
    else:
        image.replace_self(nodes.paragraph("", "", words))
