"""Invented names. Family names are put together of words for places, so that they are nobody's known name."""

# ruff: noqa: SIM905 - lists of words are easier to read and to change as text

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import NamedTuple

FINNISH_FIRST = (
    "Aino Aleksi Anneli Antti Arja Eero Eeva Eija Elina Esa Hanna Hannu Heidi Heikki Helena Helmi Henna Ilkka Inka "
    "Irma Jaakko Jaana Jani Janne Johanna Jouni Juha Jukka Kaisa Kari Katja Kirsi Laura Leena Liisa Maarit Maija Marko "
    "Matti Meri Mika Minna Niina Oili Olli Outi Päivi Pekka Pirjo Raija Riikka Risto Saara Sanna Satu Seppo Sirpa "
    "Tapani Tarja Teemu Tiina Tuula Tuomas Ulla Veera Ville Virpi"
).split()
FINNISH_FAMILY = (
    "Aittokangas Haapasuo Hallavaara Harjusalmi Hiekkasalo Honkavuori Ilvespuro Kaislaranta Kallioaho Karhusuo "
    "Kauraniitty Kelosalmi Kielolahti Kivipelto Koivusuo Korpikallio Kotkavaara Kuusipuro Lahtikangas Lehmuskoski "
    "Lumisalmi Lähdesuo Marjapuro Metsälampi Niinikangas Niittykoski Ojaharju Paasivuori Pajulampi Petäjäsuo "
    "Pihlajapuro Poutavaara Purolahti Rantakangas Ruskolampi Ruusuniitty Saarnisuo Sarasalmi Savipelto Sinikangas "
    "Sorsalampi Suvivaara Syyskoski Talvipuro Tammisuo Tuohilahti Tuomiharju Tuulensalmi Törmäpuro Vaahtersuo "
    "Valkeavuori Varpukangas Vehkalampi Viitasalmi Väinökoski Yrttiharju Äijäsuo"
).split()
SWEDISH_FIRST = (
    "Agneta Anders Annika Åsa Bengt Birgitta Camilla Daniel Elin Fredrik Göran Gunilla Håkan Ingrid Johan Karin Lars "
    "Lena Malin Mikael Niklas Ove Petra Rolf Sofia Stefan Susanne Tomas Ulrika Öivind"
).split()
SWEDISH_FAMILY = (
    "Almbäck Björkskär Dalviken Ekbäcken Furuskär Granvik Hasselskog Kvarnskär Lindviken Lövbäcken Nyskog Rönnskog "
    "Sandviken Skogskär Strandskog Sundbäck Tallskär Vassviken Åkerskog Ängsskär Österbäck"
).split()
SWEDISH_SPEAKERS = 0.12
_PLAIN = str.maketrans("äåöÄÅÖ", "aaoAAO")


class Name(NamedTuple):
    """A person's first and family name."""

    first: str
    family: str

    @property
    def full(self) -> str:
        """As people write it."""
        return f"{self.first} {self.family}"

    @property
    def user_name(self) -> str:
        """As a mail address has it: small letters, no dots on them."""
        return f"{self.first}.{self.family}".translate(_PLAIN).lower()


def invented(random: Random) -> Iterator[Name]:
    """Yield names, none of them twice: some 4,500 before they run out."""
    finnish = _shuffled(random, FINNISH_FIRST, FINNISH_FAMILY)
    swedish = _shuffled(random, SWEDISH_FIRST, SWEDISH_FAMILY)
    while True:
        yield next(swedish if random.random() < SWEDISH_SPEAKERS else finnish)


def _shuffled(random: Random, first: list[str], family: list[str]) -> Iterator[Name]:
    names = [Name(*pair) for pair in product(first, family)]
    random.shuffle(names)
    return iter(names)
