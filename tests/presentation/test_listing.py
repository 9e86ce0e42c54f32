from console.domain.calls import CallStatus
from console.presentation.accounts import ACCOUNTS
from console.presentation.alerts import ALERTS, NEEDS_HELP
from console.presentation.calls import CALLS
from console.presentation.devices import DEVICES
from console.presentation.filtering import Filter
from console.presentation.listing import Listing, Query, choose
from tests.town import CALLS as THE_CALLS
from tests.town import scene


def names(listing: Listing, query: Query) -> list[str]:  # type: ignore[type-arg]
    return choose(listing, scene(), query)


def column(listing: Listing, title: str) -> int:  # type: ignore[type-arg]
    return [each.title for each in listing.columns].index(title)


def test_accounts_are_in_the_order_of_their_names() -> None:
    assert names(ACCOUNTS, Query())[:2] == ["account-1", "account-7"]


def test_a_column_sorts_and_turns_round() -> None:
    by_use = Query(column=column(ACCOUNTS, "Onboarding"))
    assert names(ACCOUNTS, by_use)[0] == "account-2"
    assert names(ACCOUNTS, Query(column=by_use.column, reverse=True))[0] == "account-4"


def test_a_filter_looks_at_names_units_and_states() -> None:
    assert names(ACCOUNTS, Query(filter=Filter.parse("kirjasto"))) == ["account-0"]
    assert names(ACCOUNTS, Query(filter=Filter.parse("åsa"))) == ["account-4"]
    assert names(ACCOUNTS, Query(filter=Filter.parse("idle"))) == ["account-4"]
    assert "account-0" not in names(ACCOUNTS, Query(filter=Filter.parse("!kirjasto")))


def test_accounts_not_in_use_are_a_view() -> None:
    assert set(names(ACCOUNTS, Query(view=1))) == {"account-2", "account-3", "account-4"}


def test_calls_of_today_begin_with_who_waits_and_end_with_what_is_over() -> None:
    shown = names(CALLS, Query())
    status = [next(call.status for call in THE_CALLS if call.id == each) for each in shown]
    assert status[0] is CallStatus.WAITING
    assert status[1] is CallStatus.RUNNING
    assert "call-8" not in shown  # tomorrow's
    assert set(status[-3:]) == {CallStatus.ENDED, CallStatus.MISSED, CallStatus.CANCELLED}


def test_workstations_begin_with_what_can_not_be_heard() -> None:
    shown = names(DEVICES, Query())
    assert set(shown[:2]) == {"workstation-1", "workstation-3"}
    assert shown[-1] == "workstation-0"


def test_alerts_are_worst_first_and_what_was_taken_after_what_is_open() -> None:
    assert names(NEEDS_HELP, Query()) == ["alert-0", "alert-2", "alert-1", "alert-4", "alert-3"]


def test_what_was_put_off_is_away_until_its_time() -> None:
    assert "alert-5" not in names(ALERTS, Query())
    assert names(ALERTS, Query(view=1)) == ["alert-5"]


def test_every_cell_and_detail_can_be_made_of_a_town_that_is_only_half_known() -> None:
    for listing in (ACCOUNTS, CALLS, DEVICES, ALERTS):
        half = scene(organisation=None, accounts={}, rooms={}, places={}, services={}, desks={}, units={})
        bare = scene(**{name: {} for name in ("calls", "workstations", "services", "rooms", "places")})
        for shown in (half, bare):
            for thing in listing.things(shown).values():
                assert listing.detail(thing, shown).title
                assert all(column.cell(thing, shown) is not None for column in listing.columns)
                assert listing.words(thing, shown)
            assert listing.empty(shown)
