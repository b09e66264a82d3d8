"""What a reader sees of a PDF: its text, and what its QR codes hold."""

from __future__ import annotations

import pypdfium2
import zxingcpp

SCALE = 3  # times 72 dots an inch


def text_of(paper: bytes) -> str:
    """The text of all pages, without its line breaks."""
    with pypdfium2.PdfDocument(paper) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


def pages_of(paper: bytes) -> int:
    """How many pages there are."""
    with pypdfium2.PdfDocument(paper) as document:
        return len(document)


def codes_of(paper: bytes) -> list[str]:
    """What the QR codes of the first page hold, read from its picture."""
    with pypdfium2.PdfDocument(paper) as document:
        drawn = document[0].render(scale=SCALE, grayscale=True)
        lines = memoryview(bytes(drawn.buffer))
        rows = b"".join(lines[at * drawn.stride :][: drawn.width] for at in range(drawn.height))
        picture = memoryview(rows).cast("B", shape=[drawn.height, drawn.width])
        return [found.text for found in zxingcpp.read_barcodes(picture)]
