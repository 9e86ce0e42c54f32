"""What the invented town of Tuulikoski, its region and its neighbours in the service are made of."""

from typing import NamedTuple

from console.domain.noun import Noun
from console.domain.organisations import NewOrganisation, NewService
from console.domain.places import NewPlace

TIMEZONE = "Europe/Helsinki"

ADMINISTRATION = "Hallinto- ja talousosasto"
WELFARE = "Perusturvaosasto"
EDUCATION = "Sivistysosasto"
TECHNICAL = "Tekninen osasto"


class Post(NamedTuple):
    """A unit: how many work in it, and how many of them have a video account in the first wave."""

    department: str
    unit: str
    employees: int
    accounts: int = 0


# The first unit's accounts are the IT manager's, support's and those of the desk.
POSTS = (
    Post(ADMINISTRATION, "Hallintopalvelut", 12, 7),
    Post(ADMINISTRATION, "Elinkeinopalvelut", 4, 2),
    Post(ADMINISTRATION, "Talouspalvelut", 9, 1),
    Post(WELFARE, "Hallinto", 4, 1),
    Post(WELFARE, "Perhepalvelut", 14, 3),
    Post(WELFARE, "Vammaispalvelut", 16, 2),
    Post(WELFARE, "Vanhuspalvelut", 48, 3),
    Post(WELFARE, "Sosiaalityö", 12, 3),
    Post(WELFARE, "Terveyspalvelut", 38, 3),
    Post(EDUCATION, "Hallinto", 4, 1),
    Post(EDUCATION, "Opetustoimi", 62, 4),
    Post(EDUCATION, "Ammatillinen koulutus", 11, 1),
    Post(EDUCATION, "Muut oppilaitokset", 6),
    Post(EDUCATION, "Kirjasto", 6, 2),
    Post(EDUCATION, "Kulttuuritoimi", 3, 1),
    Post(EDUCATION, "Nuorisotoimi", 4, 1),
    Post(EDUCATION, "Liikuntatoimi", 5),
    Post(EDUCATION, "Varhaiskasvatus", 30, 1),
    Post(EDUCATION, "Joukkoliikenne", 2),
    Post(TECHNICAL, "Hallinto", 3, 1),
    Post(TECHNICAL, "Rakentamis- ja tekniset palvelut", 11, 3),
    Post(TECHNICAL, "Maankäyttöpalvelut", 4, 1),
    Post(TECHNICAL, "Tilapalvelut", 12),
    Post(TECHNICAL, "Ympäristöpalvelut", 4, 1),
    Post(TECHNICAL, "Palo- ja pelastustoimi", 6),
    Post(TECHNICAL, "Ruokapalvelut", 10),
)

JOINT_SERVICE_POINT = "Yhteispalvelupiste"
SERVICES = (
    NewService(name="Rekisterin tietopalvelu", department=ADMINISTRATION),
    NewService(name="Arkiston tietopalvelu", department=ADMINISTRATION),
    NewService(name="Yleisneuvonta", department=ADMINISTRATION),
    NewService(name=JOINT_SERVICE_POINT, department=ADMINISTRATION),
    NewService(name="Viranomaistapaaminen", department=ADMINISTRATION),
    NewService(name="Rekrytointi", department=ADMINISTRATION, confidential=True),
    NewService(name="Yleinen palaute", department=ADMINISTRATION),
    NewService(name="Neuvonta uudelle yrittäjälle", department=ADMINISTRATION),
    NewService(name="Investointiavustukset", department=ADMINISTRATION),
    NewService(name="Vanhuspalvelut: kotiutuspalaveri", department=WELFARE, confidential=True),
    NewService(name="Vanhuspalvelut: arviointikäynti", department=WELFARE, confidential=True),
    NewService(name="Kotihoidon käynti", department=WELFARE, confidential=True),
    NewService(name="Lääkärin vastaanotto", department=WELFARE, confidential=True),
    NewService(name="Lastenvalvoja", department=WELFARE, confidential=True),
    NewService(name="Lastensuojelu", department=WELFARE, confidential=True),
    NewService(name="Tulkkaus", department=WELFARE, confidential=True),
    NewService(name="Tukiopetus", department=EDUCATION, confidential=True),
    NewService(name="Vanhempainkeskustelu", department=EDUCATION),
    NewService(name="Kirjaston ja kulttuurin neuvonta", department=EDUCATION),
    NewService(name="Tekninen asiakaspalvelu", department=TECHNICAL),
)
OFFERS = {
    "Hallintopalvelut": ("Rekisterin tietopalvelu", "Arkiston tietopalvelu", "Yleisneuvonta", "Rekrytointi"),
    "Elinkeinopalvelut": ("Neuvonta uudelle yrittäjälle", "Investointiavustukset"),
    "Talouspalvelut": ("Yleisneuvonta", "Yleinen palaute"),
    "Perhepalvelut": ("Lastenvalvoja", "Lastensuojelu", "Tulkkaus"),
    "Vammaispalvelut": ("Tulkkaus",),
    "Vanhuspalvelut": (
        "Vanhuspalvelut: kotiutuspalaveri",
        "Vanhuspalvelut: arviointikäynti",
        "Kotihoidon käynti",
    ),
    "Sosiaalityö": ("Lastensuojelu", "Lastenvalvoja", "Tulkkaus"),
    "Terveyspalvelut": ("Lääkärin vastaanotto", "Vanhuspalvelut: kotiutuspalaveri"),
    "Kirjasto": ("Kirjaston ja kulttuurin neuvonta",),
    "Kulttuuritoimi": ("Kirjaston ja kulttuurin neuvonta",),
    "Nuorisotoimi": ("Kirjaston ja kulttuurin neuvonta",),
}
"""What people book with a unit; with the others it is whatever their department offers."""
REGIONAL_MEETING = "Seutuyhteistyö"
INTERNAL_MEETING = "Sisäinen kokous"
TRAINING = "Koulutus"
MEETINGS = tuple(
    NewService(name=name, department=ADMINISTRATION) for name in (REGIONAL_MEETING, INTERNAL_MEETING, TRAINING)
)
"""What no citizen books: the staff's own use of video."""

REGION_ROOM = "Seutuhuone (10 kuntaa)"
ROOMS = (REGION_ROOM, "Johtoryhmän huone", "Koulutushuone", "Rekrytointihuone")
PLACES = (
    NewPlace(name="Kaupungintalo, neuvotteluhuone", kit=("kokouskaiutin", "kääntyvä kamera", "näyttö")),
    NewPlace(name="Kaupungintalo, videokoppi", kit=("kuulokemikrofoni", "kamera", "valaisin")),
    NewPlace(name="Kirjasto, lukusali", kit=("kuulokemikrofoni", "kamera")),
    NewPlace(name="Terveysasema, huone 12", kit=("kokouskaiutin", "kamera", "asiakirjakamera")),
    NewPlace(name="Keskuskoulu, kokoushuone", kit=("kokouskaiutin", "kamera", "näyttö")),
    NewPlace(name="Palvelukeskus, yhteinen tila", kit=("kuulokemikrofoni", "kamera")),
)
DESK = "Asioi heti"


class Makeup(Noun, frozen=True, kw_only=True):
    """What an organisation is made of: its posts, services and mail domain."""

    organisation: NewOrganisation
    domain: str
    posts: tuple[Post, ...]
    services: tuple[NewService, ...]


def _organisation(name: str) -> NewOrganisation:
    return NewOrganisation(name=name, timezone=TIMEZONE, demonstration=True)


TOWN = Makeup(
    organisation=_organisation("Tuulikosken kaupunki"),
    domain="tuulikoski.example",
    posts=POSTS,
    services=SERVICES + MEETINGS,
)
EMPLOYMENT_OFFICE = Makeup(
    organisation=_organisation("Tuulikosken työvoimatoimisto"),
    domain="tyovoima.example",
    posts=(
        Post("Henkilöasiakkaat", "Neuvonta", 8, 2),
        Post("Henkilöasiakkaat", "Koulutusneuvonta", 4, 1),
        Post("Työnantajat", "Yrityspalvelut", 3, 1),
    ),
    services=(
        NewService(name="Työnhakijan tapaaminen", department="Henkilöasiakkaat", confidential=True),
        NewService(name="Koulutusneuvonta", department="Henkilöasiakkaat", confidential=True),
        NewService(name="Työnantajan neuvonta", department="Työnantajat"),
    ),
)
WELLBEING_COUNTY = Makeup(
    organisation=_organisation("Järvimaan hyvinvointialue"),
    domain="jarvimaa.example",
    posts=(
        Post("Terveydenhuolto", "Vastaanotot", 60, 3),
        Post("Sosiaalipalvelut", "Aikuissosiaalityö", 25, 2),
    ),
    services=(
        NewService(name="Erikoislääkärin konsultaatio", department="Terveydenhuolto", confidential=True),
        NewService(name="Sosiaaliohjaus", department="Sosiaalipalvelut", confidential=True),
    ),
)
ORGANISATIONS = (TOWN, EMPLOYMENT_OFFICE, WELLBEING_COUNTY)
