"""Documents for tests: good ones, and ones that want to do harm."""

import io
import random
import zlib
from collections.abc import Iterator

from PIL import Image


def pdf(pages: int = 3, size: tuple[float, float] = (595, 842)) -> bytes:
    """Return a PDF whose pages are of one colour each: a different grey."""
    return written(*(f"{n / 10:.1f} g 0 0 {size[0]} {size[1]} re f".encode() for n in range(1, pages + 1)), size=size)


def written(*contents: bytes, size: tuple[float, float] = (595, 842), filters: bytes = b"") -> bytes:
    """Return a PDF written by hand, a page for each content."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(len(contents)))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids))
    box = b"[0 0 %g %g]" % size
    for n, content in enumerate(contents):
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R>>" % (box, 4 + 2 * n))
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for n, what in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (n, what)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    """Return a red picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def locked() -> bytes:
    """Return a PDF that wants a password: its dictionary says so (ISO 32000, 7.6)."""
    secret = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"41" * 32, b"42" * 32)
    return pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt" + secret)


def poisoned() -> dict[str, bytes]:
    """Return documents that can't be shown, by what is wrong with them."""
    good = pdf()
    itself = written(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    return {
        "truncated": good[: len(good) // 4],
        "its own child": itself,
        "a thread": written(b"", size=(0.001, 14_400)),
        "too many pages": pdf(301),
        "garbage": b"%PDF-1.7\n" + random.Random(1).randbytes(50_000),
        "picture bomb": picture(size=(20_000, 20_000)),
        "half a picture": picture(size=(500, 500))[:300],
        "a program": b"\x7fELF" + bytes(100),
        "nothing": b"",
    }


def zip_bomb() -> bytes:
    """Return a PDF whose page is packed twice: a gigabyte of work."""
    packed = zlib.compress(zlib.compress(b"0 0 9 9 re f " * 80_000_000, 1), 9)
    return written(packed, filters=b"/Filter[/FlateDecode/FlateDecode]")


def malformed(number: int) -> Iterator[bytes]:
    """Yield documents that were good until some of their bytes were changed, cut out or doubled."""
    dice = random.Random(4)
    packed = written(zlib.compress(b"0 g"), filters=b"/Filter/FlateDecode")
    sources = [pdf(), locked(), packed, picture(), picture("JPEG"), picture("WEBP")]
    for _one in range(number):
        data = bytearray(dice.choice(sources))
        for _change in range(dice.randrange(1, 8)):
            at = dice.randrange(len(data))
            match dice.randrange(4):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + dice.randrange(1, 30)]
                case 2:
                    data[at:at] = data[at : at + dice.randrange(1, 200)]
                case 3:
                    data[at:at] = str(dice.choice([-1, 0, 2**31, 2**63, 10**30])).encode()
            data = data or bytearray(b"\0")
        yield bytes(data)


def colour(data: bytes) -> tuple[int, int, int]:
    """Return the colour in the middle of a picture."""
    with Image.open(io.BytesIO(data)) as image:
        red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
        return int(red), int(green), int(blue)
