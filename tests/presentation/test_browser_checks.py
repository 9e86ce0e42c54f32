from datetime import timedelta

from msgspec.structs import replace

from console.domain.browser_checks import BrowserCheck, BrowserFamily, BrowserResult, CheckStage, Finding
from console.presentation.accounts import ACCOUNTS
from console.presentation.browser_checks import said, tone
from console.presentation.calls import CALLS
from console.presentation.cell import Tone
from console.presentation.detail import text
from tests.town import ACCOUNTS as PEOPLE
from tests.town import CALLS as BOOKED
from tests.town import NOW, TOWN, by_id, scene

DENIED = BrowserResult(
    microphone=Finding.WORKS, level=-31.6, camera=Finding.DENIED, browser=BrowserFamily.CHROMIUM, chime=True
)
WELL = BrowserResult(
    microphone=Finding.WORKS, camera=Finding.WORKS, width=640, height=480, browser=BrowserFamily.FIREFOX, chime=True
)


def check(number: int = 1, **fields: object) -> BrowserCheck:
    plain: dict[str, object] = {
        "id": f"check-{number}",
        "organisation_id": TOWN,
        "asked_at": NOW,
        "expires_at": NOW + timedelta(minutes=10),
    }
    return BrowserCheck(**{**plain, **fields})  # type: ignore[arg-type]


def test_a_guest_s_result_stands_below_the_seat_and_nowhere_else() -> None:
    call = BOOKED[0]
    guest = call.seats[-1]
    done = check(call_id=call.id, seat_id=guest.id, stage=CheckStage.DONE, result=DENIED, told_at=NOW)
    here = scene(browser_checks=by_id([done]))
    lines = text(CALLS.detail(call, here)).splitlines()
    below = next(number for number, line in enumerate(lines) if line.startswith("Guest 1")) + 1
    assert lines[below] == f"checked {here.moment(NOW)}: microphone ok (-32 dBFS), camera denied, sound heard"
    other = replace(call, seats=tuple(replace(seat, id=f"other-{seat.id}") for seat in call.seats))
    assert "camera denied" not in text(CALLS.detail(other, here))


def test_an_employee_s_result_stands_beside_the_account() -> None:
    done = check(account_id=PEOPLE[0].id, stage=CheckStage.DONE, result=WELL, told_at=NOW)
    here = scene(browser_checks=by_id([done]))
    assert "Device check: checked" in text(ACCOUNTS.detail(PEOPLE[0], here))
    assert "camera ok (640x480)" in text(ACCOUNTS.detail(PEOPLE[0], here))
    assert "Device check" not in text(ACCOUNTS.detail(PEOPLE[1], here))


def test_how_far_a_check_is_is_said() -> None:
    here = scene()
    assert said(check(), here).text == f"invited to a device check until {here.moment(NOW + timedelta(minutes=10))}"
    assert said(check(stage=CheckStage.OPENED), here).text == "has opened the device check"
    assert said(check(stage=CheckStage.OPENED, result=WELL), here).text.startswith("checks now: microphone ok")
    assert said(check(expires_at=NOW), here).text == "did not open the invitation to a device check"


def test_an_invitation_that_nobody_opened_hides_no_result() -> None:
    own = {"account_id": PEOPLE[0].id}
    done = check(1, stage=CheckStage.DONE, result=WELL, told_at=NOW, **own)
    unopened, open_still = check(2, expires_at=NOW, **own), check(3, **own)
    assert "checked" in text(ACCOUNTS.detail(PEOPLE[0], scene(browser_checks=by_id([done, unopened]))))
    assert "invited to" in text(ACCOUNTS.detail(PEOPLE[0], scene(browser_checks=by_id([done, open_still]))))


def test_who_neither_hears_nor_is_heard_needs_help_and_a_missing_camera_is_a_notice() -> None:
    def of(**fields: object) -> Tone:
        plain = {"microphone": Finding.WORKS, "camera": Finding.WORKS, "browser": BrowserFamily.OTHER, "chime": True}
        return tone(BrowserResult(**{**plain, **fields}))  # type: ignore[arg-type]

    assert of() is Tone.GOOD
    assert of(camera=Finding.MISSING) is Tone.NOTICE
    assert of(microphone=Finding.UNTRIED) is Tone.NOTICE
    assert of(chime=None) is Tone.NOTICE
    assert of(chime=False) is Tone.WARNING
    for finding in (Finding.NOTHING, Finding.DENIED, Finding.MISSING, Finding.BUSY):
        assert of(microphone=finding) is Tone.WARNING
