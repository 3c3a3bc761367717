"""What a reader's program needs to know about the whole file: viewer preferences and page labels."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Pdf


def complete(pdf: Pdf, duplex: bool) -> None:
    """Complete the bound *pdf*, whose pages are numbered from 1 (PDF 1.7, 12.2 and 12.4.2)."""
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name.DuplexFlipLongEdge if duplex else Name.Simplex,
    )
    pdf.Root.PageLayout = Name.SinglePage
    pdf.Root.PageMode = Name.UseOutlines if "/Outlines" in pdf.Root else Name.UseNone
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
