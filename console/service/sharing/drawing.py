"""Pages of a document as pictures. Runs in a child process alone: what it is given comes from strangers."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite, sqrt

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2.raw import FPDF_ERR_PASSWORD

from console.service.sharing.protocol import Answer, Count, Draw, Pages, Picture, Refused, Request, Why

MOST_PAGES = 300
MOST_PIXELS_READ = 64_000_000
"""Of a picture that is shared: a telephone's camera takes 50 million."""
MOST_PIXELS_DRAWN = 12_000_000
"""Of a page as it is drawn: an A4 page that is 2,560 wide has 9.3 million."""
FORMATS = ("PNG", "JPEG", "WEBP")
PDF_BEGINS_WITHIN = 1024  # bytes: what stands before is passed over, as other programs do
FEW_COLOURS = 256


class NotShown(Exception):
    """What can't be shown, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def answered(request: Request) -> Answer:
    """Return the pages, or the picture of one."""
    try:
        return _answered(request)
    except NotShown as refusal:
        return Refused(why=refusal.why)
    except MemoryError:
        return Refused(why=Why.BROKEN)


def _answered(request: Request) -> Answer:
    is_pdf = b"%PDF-" in request.data[:PDF_BEGINS_WITHIN]
    match request:
        case Count():
            return Pages(count=_pages(request.data) if is_pdf else _is_a_picture(request.data))
        case Draw():
            return _encoded(_page(request) if is_pdf else _picture(request))


def _pages(data: bytes) -> int:
    with _pdf(data) as pdf:
        return len(pdf)


def _page(request: Draw) -> Image.Image:
    with _pdf(request.data) as pdf:
        pdf.init_forms()  # what was filled in is shown
        page = pdf[request.page - 1]
        scale = _scale(page.get_width(), page.get_height(), request.width)
        drawn: Image.Image = page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil()
        return drawn.convert("RGB")


@contextmanager
def _pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if len(pdf) > MOST_PAGES:
                raise NotShown(Why.TOO_MANY_PAGES)
            yield pdf
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        is_locked = getattr(error, "err_code", None) == FPDF_ERR_PASSWORD
        raise NotShown(Why.ENCRYPTED if is_locked else Why.BROKEN) from error


def _scale(wide: float, high: float, width: int) -> float:
    """Return by what a page is multiplied to be so wide, or as wide as its shape allows."""
    if not (isfinite(wide) and isfinite(high) and wide > 0 and high > 0):
        raise NotShown(Why.BROKEN)
    scale = min(width / wide, sqrt(MOST_PIXELS_DRAWN / wide / high))
    # A page as narrow as a thread would still be very high.
    if max(wide, high) * scale > MOST_PIXELS_DRAWN / FEW_COLOURS or min(wide, high) * scale < 1:
        raise NotShown(Why.BROKEN)
    return scale


def _is_a_picture(data: bytes) -> int:
    with _opened(data):
        return 1


def _picture(request: Draw) -> Image.Image:
    with _opened(request.data) as image:
        side = 2 * request.width  # upright it may be wide or high
        image.draft("RGB", (side, side))  # a JPEG is made smaller while it is read
        upright = ImageOps.exif_transpose(image)
        if upright.has_transparency_data:
            upright = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
        upright = upright.convert("RGB")
        scale = min(1.0, _scale(upright.width, upright.height, request.width))
        upright.thumbnail((max(1, round(upright.width * scale)), max(1, round(upright.height * scale))))
        return upright


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves
    try:
        # What is odd about a picture's notes concerns nobody: they are left out.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS_READ:
                raise NotShown(Why.TOO_LARGE_A_PICTURE)
            yield image
    except UnidentifiedImageError as error:
        raise NotShown(Why.UNKNOWN) from error
    # What a broken picture makes the library raise is nowhere listed.
    except (OSError, SyntaxError, ValueError, TypeError, ArithmeticError, LookupError, EOFError) as error:
        raise NotShown(Why.BROKEN) from error


def _encoded(image: Image.Image) -> Picture:
    """Return a picture with nothing but its pixels: text without loss, a photograph without weight."""
    out = io.BytesIO()
    image.info.clear()
    if image.getcolors(FEW_COLOURS):
        image.quantize(FEW_COLOURS, dither=Image.Dither.NONE).save(out, "PNG")
        return Picture(kind="image/png", data=out.getvalue())
    image.save(out, "JPEG", quality=85)
    return Picture(kind="image/jpeg", data=out.getvalue())
