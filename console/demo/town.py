"""The town as it is planned from a seed: who works where, who has an account, which machines there are."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import repeat
from random import Random

import msgspec

from console.demo.machines import PlannedMachine, planned_machines
from console.demo.names import Name, invented
from console.demo.tuulikoski import ORGANISATIONS, PLACES, TOWN, Makeup, Post
from console.domain.accounts import IDLE_AFTER, OnboardingStage, Role
from console.domain.noun import Noun
from console.domain.organisations import NewUnit

FIRST_NUMBER = 1001
DESK_STAFF = 2
MACHINES = 24


class Employee(Noun, frozen=True, kw_only=True):
    """Somebody of the staff list. number: the employee number."""

    number: str
    name: str
    user_name: str
    email: str
    department: str
    unit: str


class Progress(Noun, frozen=True, kw_only=True):
    """How far somebody is on the first morning. signed_in, used: how long ago for the last time, None for never."""

    role: Role = Role.EMPLOYEE
    stage: OnboardingStage = OnboardingStage.INDEPENDENT
    active: bool = True
    signed_in: timedelta | None = None
    used: timedelta | None = None


class PlannedAccount(Noun, frozen=True, kw_only=True):
    """An employee's video account."""

    employee: Employee
    progress: Progress

    @property
    def user_name(self) -> str:
        """The account's userName."""
        return self.employee.user_name


class PlannedOrganisation(Noun, frozen=True, kw_only=True):
    """One organisation of the home with its staff list and its accounts."""

    makeup: Makeup
    employees: tuple[Employee, ...]
    accounts: tuple[PlannedAccount, ...]

    @property
    def name(self) -> str:
        """The organisation's name, by which the demonstration knows it."""
        return self.makeup.organisation.name

    @property
    def units(self) -> Iterator[NewUnit]:
        """Its departments, each followed by its units."""
        known = ""
        for post in self.makeup.posts:
            if post.department != known:
                known = post.department
                yield NewUnit(department=known)
            yield NewUnit(department=post.department, name=post.unit)


class Town(Noun, frozen=True, kw_only=True):
    """Everything that stands before the day begins. organisations: the town itself first. desk_staff: userNames."""

    seed: int
    organisations: tuple[PlannedOrganisation, ...]
    desk_staff: tuple[str, ...]
    machines: tuple[PlannedMachine, ...]

    @property
    def own(self) -> PlannedOrganisation:
        """The town itself."""
        return self.organisations[0]

    def hosts(self, organisation: PlannedOrganisation) -> list[PlannedAccount]:
        """Return who takes calls: those who are ready for it and are not at the desk."""
        return [
            account
            for account in organisation.accounts
            if is_ready(account.progress) and account.user_name not in self.desk_staff
        ]

    @property
    def newcomers(self) -> list[PlannedAccount]:
        """Those of the town who never signed in, in the order in which somebody sits down with them."""
        return [account for account in self.own.accounts if account.progress.stage is OnboardingStage.INVITED]


def is_ready(progress: Progress) -> bool:
    """Tell whether somebody takes calls: has practised, and has not let it lie since."""
    idle = progress.used is not None and progress.used > IDLE_AFTER
    return progress.active and progress.role is Role.EMPLOYEE and progress.stage in _READY and not idle


_READY = {OnboardingStage.PRACTISED, OnboardingStage.FIRST_CALL, OnboardingStage.INDEPENDENT}


def plan(seed: int) -> Town:
    """Return the town of a seed: the same seed, the same town."""
    random = Random(f"{seed}:town")
    names = invented(random)
    town, *neighbours = (tuple(_employees(names, makeup)) for makeup in ORGANISATIONS)
    own = _with_accounts(random, TOWN, town, _first_wave(random))
    others = (
        _with_accounts(random, makeup, employees, repeat(_INDEPENDENT))
        for makeup, employees in zip(ORGANISATIONS[1:], neighbours, strict=True)
    )
    desk_staff = tuple(account.user_name for account in own.accounts[len(_TEAM) : len(_TEAM) + DESK_STAFF])
    return Town(
        seed=seed,
        organisations=(own, *others),
        desk_staff=desk_staff,
        machines=planned_machines(random, _machine_owners(random, own, desk_staff), [place.name for place in PLACES]),
    )


def _employees(names: Iterator[Name], makeup: Makeup) -> Iterator[Employee]:
    posts = (post for post in makeup.posts for _ in range(post.employees))
    for number, post in enumerate(posts, FIRST_NUMBER):
        name = next(names)
        yield Employee(
            number=str(number),
            name=name.full,
            user_name=name.user_name,
            email=f"{name.user_name}@{makeup.domain}",
            department=post.department,
            unit=post.unit,
        )


def _with_accounts(
    random: Random, makeup: Makeup, employees: tuple[Employee, ...], progress: Iterable[Progress]
) -> PlannedOrganisation:
    chosen = (
        employee
        for post in makeup.posts
        for employee in random.sample([one for one in employees if _holds(one, post)], post.accounts)
    )
    accounts = (PlannedAccount(employee=who, progress=how) for who, how in zip(chosen, progress, strict=False))
    return PlannedOrganisation(makeup=makeup, employees=employees, accounts=tuple(accounts))


def _holds(employee: Employee, post: Post) -> bool:
    return (employee.department, employee.unit) == (post.department, post.unit)


_INDEPENDENT = Progress(signed_in=timedelta(days=90), used=timedelta(days=2))
_TEAM = (
    msgspec.structs.replace(_INDEPENDENT, role=Role.ADMIN),
    msgspec.structs.replace(_INDEPENDENT, role=Role.SUPPORT),
    msgspec.structs.replace(_INDEPENDENT, role=Role.SUPPORT),
    msgspec.structs.replace(_INDEPENDENT, role=Role.VIEWER),
)
_STAGES = {
    OnboardingStage.INVITED: 6,
    OnboardingStage.SIGNED_IN: 4,
    OnboardingStage.EQUIPMENT_PROVEN: 3,
    OnboardingStage.PRACTISED: 4,
    OnboardingStage.FIRST_CALL: 7,
    OnboardingStage.INDEPENDENT: 7,
}
_IDLE = 3
_USED = {OnboardingStage.FIRST_CALL, OnboardingStage.INDEPENDENT}


def _first_wave(random: Random) -> list[Progress]:
    """Return how far the 42 of the town are: those at the front office first, the others as it happens."""
    rest = [_progress(random, stage) for stage, people in _STAGES.items() for _ in range(people)]
    rest += [_idle(random) for _ in range(_IDLE)]
    rest.append(msgspec.structs.replace(_idle(random), active=False))
    random.shuffle(rest)
    return [*_TEAM, *[_INDEPENDENT] * (DESK_STAFF + 1), *rest]


def _progress(random: Random, stage: OnboardingStage) -> Progress:
    if stage is OnboardingStage.INVITED:
        return Progress(stage=stage)
    return Progress(
        stage=stage,
        signed_in=timedelta(days=random.randint(21, 120), minutes=random.randrange(480)),
        used=timedelta(days=random.randint(1, 20), minutes=random.randrange(480)) if stage in _USED else None,
    )


def _idle(random: Random) -> Progress:
    return Progress(signed_in=timedelta(days=150), used=timedelta(days=random.randint(33, 80)))


def _machine_owners(random: Random, own: PlannedOrganisation, desk_staff: Sequence[str]) -> list[str]:
    others = [one.user_name for one in own.accounts if one.progress.active and one.user_name not in desk_staff]
    return [*desk_staff, *random.sample(others, MACHINES - DESK_STAFF)]
