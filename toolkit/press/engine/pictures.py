"""Pictures: pages name them only, and each is encoded once for all books."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import quote

import pydyf
import weasyprint
from PIL import Image
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


_READY = ("JPEG", "MPO", "PNG")
"""Formats that WeasyPrint puts into a PDF as they are; it makes PNG of others as soon as it meets them."""

_initialize = RasterImage.__init__


class _Later:
    """The pixels of a picture, made ready for a PDF when they are asked for."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make

    @cached_property
    def data(self) -> bytes:
        """The picture as PNG."""
        return self._make()


def _initialize_without_pixels(
    image: Any, picture: Any, ident: Any, content: Any, filename: Any, cache: Any, *how: Any
) -> None:
    """Stand in for ``RasterImage.__init__``: most chapters name a picture only, and never need it as PNG."""
    if picture.format in _READY or content is None or "exif" in picture.info:
        _initialize(image, picture, ident, content, filename, cache, *how)
        return

    def make() -> bytes:
        again: Any = RasterImage.__new__(RasterImage)
        _initialize(again, Image.open(io.BytesIO(content)), ident, content, filename, {}, *how)
        data: bytes = again.image_data.data
        return data

    picture.format = "PNG"  # so that nothing is made of it now
    _initialize(image, picture, ident, content, None, cache, *how)
    image.image_data = _Later(make)


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
RasterImage.__init__ = _initialize_without_pixels
RasterImage.get_x_object = _picture_without_pixels
