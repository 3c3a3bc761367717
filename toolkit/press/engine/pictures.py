"""Pictures: pages name them only, and each is encoded once for all books."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import pydyf
import weasyprint
from weasyprint.images import RasterImage, get_image_from_uri

from toolkit.press.engine import drawing
from toolkit.press.engine.fetch import Fetcher
from toolkit.press.style import BASE


def picture(name: str, content: bytes, interpolate: bool) -> bytes:
    """Return a PDF whose catalog holds the picture in the file *name* as ``/Picture``."""
    pdf = pydyf.PDF()
    fetcher = Fetcher({name: content}, lambda _: None)
    image = get_image_from_uri({}, fetcher, weasyprint.DEFAULT_OPTIONS, BASE + quote(name))
    item = _x_object(image, interpolate, 1)
    pdf.add_object(item)
    if "SMask" in item.extra:
        pdf.add_object(item.extra["SMask"])
        item.extra["SMask"] = item.extra["SMask"].reference
    pdf.catalog["Picture"] = item.reference
    output = io.BytesIO()
    pdf.write(output, b"1.7", False, True)
    return output.getvalue()


_x_object = RasterImage.get_x_object


def _picture_without_pixels(image: Any, interpolate: bool, ratio: float) -> Any:
    """Stand in for ``RasterImage.get_x_object``: leave the pixels of a book's files to the binder."""
    now = drawing.current()
    name = now.pictures.get(image.id) if now is not None else None
    if now is None or name is None:
        return _x_object(image, interpolate, ratio)
    now.laid.pictures.add((name, interpolate))
    extra = {"Type": "/XObject", "Subtype": "/Image", "Picture": pydyf.String(f"{interpolate:d}{name}")}
    return pydyf.Stream([b""], pydyf.Dictionary(extra))


# Encoding pixels takes long, and many chapters may show the same picture.
RasterImage.get_x_object = _picture_without_pixels
