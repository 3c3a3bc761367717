"""What WeasyPrint's bindings of HarfBuzz lack: faces of font files, and the widths of their glyphs."""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz

ffi.cdef(
    "hb_font_t * hb_font_create (hb_face_t *face);"
    "void hb_font_destroy (hb_font_t *font);"
    "void hb_font_set_scale (hb_font_t *font, int x, int y);"
    "int32_t hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);"
    "const int * hb_font_get_var_coords_normalized (hb_font_t *font, unsigned int *length);"
    "void hb_font_set_var_coords_normalized (hb_font_t *font, const int *coordinates, unsigned int length);"
    "hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user, void *destroy);"
    "hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);"
)


def face_of(content: bytes, index: int) -> Any:
    """Return HarfBuzz's face number *index* of the font file *content*."""
    buffer = ffi.new("char[]", content)
    blob = harfbuzz.hb_blob_create(buffer, len(content), 0, ffi.NULL, ffi.NULL)  # 0: HarfBuzz copies it
    face = ffi.gc(harfbuzz.hb_face_create(blob, index), harfbuzz.hb_face_destroy)
    harfbuzz.hb_blob_destroy(blob)
    return face


class Widths(dict[int, float]):
    """Widths of a font's glyphs, in thousandths of the type size.

    They are the font's own, whatever the size at which a glyph is met first.
    """

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.upem, self.count = font.upem, font.glyph_count
        self.face = font.hb_face
        self.font = ffi.gc(harfbuzz.hb_font_create(font.hb_face), harfbuzz.hb_font_destroy)
        harfbuzz.hb_font_set_scale(self.font, font.upem, font.upem)
        with ffi.new("unsigned int *") as length:
            coordinates = harfbuzz.hb_font_get_var_coords_normalized(font.hb_font, length)
            harfbuzz.hb_font_set_var_coords_normalized(self.font, coordinates, length[0])

    def __contains__(self, glyph: object) -> bool:
        return super().__contains__(glyph) or (isinstance(glyph, int) and 0 < glyph < self.count)

    def __missing__(self, glyph: int) -> float:
        self[glyph] = round(harfbuzz.hb_font_get_glyph_h_advance(self.font, glyph) * 1000 / self.upem)
        return self[glyph]
