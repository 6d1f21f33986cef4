"""The sample data of `tidu serve`: laid in once, taken up after an interruption, never among somebody's own data."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.demo.sample_data import samples_at
from services.embedded import EmbeddedSettings, EmbeddedSystem
from services.object_store import find_free_ports
from services.scenarios.cast import the_cast
from services.scenarios.front_end import Venue, new_client
from services.scenarios.lives import Draft
from services.scenarios.people import CITY_OFFICER
from services.scenarios.samples import the_samples
from shared.identity.principal import Principal


def states_in(venue: Venue) -> dict[str, str]:
    """The state of each application, by its firm."""
    officer = venue.front_end(CITY_OFFICER)
    found = {}
    for each in officer.read("/v1/applications")["items"]:
        enterprise = officer.read(f"/v1/enterprises/{each['enterprise_id']}")
        found[str(enterprise["credit_code"])] = str(each["state"])
    return found


def expected_states() -> dict[str, str]:
    codes = {member.key: member.firm.credit_code for member in the_cast()}
    return {codes[sample.member]: sample.state.value for sample in the_samples().samples}


class Interrupted(BaseException):
    """What Ctrl-C is to a program."""


def interrupted_after(venue: Venue, requests: int) -> Venue:
    """A venue that is interrupted when this many requests have been signed."""
    left: Iterator[int] = iter(range(requests))

    def sign_in(principal: Principal) -> str:
        if next(left, None) is None:
            raise Interrupted
        return venue.sign_in(principal)

    return replace(venue, sign_in=sign_in)


@pytest.fixture
def fresh_venue(tmp_path: Path) -> Iterator[Venue]:
    """A system whose databases are new, down to the feed."""
    settings = EmbeddedSettings.in_folder(tmp_path, ports=four(find_free_ports(4)))
    system = EmbeddedSystem(settings)
    with new_client() as http:
        try:
            system.start()
            yield Venue(url=system.url("intake"), sign_in=system.issuer.token, http=http)
        finally:
            system.stop()


def four(ports: list[int]) -> tuple[int, int, int, int]:
    first, second, third, fourth = ports
    return first, second, third, fourth


def test_an_interrupted_seeding_is_taken_up_and_a_finished_one_is_not_repeated(
    fresh_venue: Venue, tmp_path: Path
) -> None:
    venue = fresh_venue
    marker, written = tmp_path / "marker.json", list[str]()
    with pytest.raises(Interrupted):
        samples_at(interrupted_after(venue, 60), marker, written.append)
    unfinished = states_in(venue)

    resumed = samples_at(venue, marker, written.append)
    after = states_in(venue)
    again = samples_at(venue, marker, written.append)

    assert len(unfinished) < len(expected_states())
    assert resumed == again == the_samples().clock
    # The one firm that was at work when the interruption came stays where it was.
    differing = {code for code, state in expected_states().items() if after.get(code) != state}
    assert len(differing) <= 1
    assert {code: after.get(code) for code in unfinished} == unfinished
    assert states_in(venue) == after
    assert len(written) == 2


def test_nothing_is_laid_among_somebodys_own_data(
    venue: Venue, draft: Draft, tmp_path: Path
) -> None:
    marker, written = tmp_path / "marker.json", list[str]()

    assert samples_at(venue, marker, written.append) is None

    assert states_in(venue) == {draft.firm.credit_code: "draft"}
    assert written == []
    assert not marker.exists()
