"""What has changed between two states of the audio system."""

from collections.abc import Iterator

from console.domain.diagnosis.evidence import AudioEvent, AudioState, Endpoint, EndpointState, Happening, Side


def changes(before: AudioState, after: AudioState) -> Iterator[AudioEvent]:
    """Yield the events that lead from one state to the next; streams only where they are the test's own.

    A stream that was moved is told by the endpoint that it is at now.
    """
    old = {(one.side, one.name): one for one in before.endpoints}
    new = {(one.side, one.name): one for one in after.endpoints}
    for key in old.keys() - new.keys():
        yield _event(after, Happening.REMOVED, old[key])
    for key, one in new.items():
        if key not in old:
            yield _event(after, Happening.ADDED, one)
        elif _settings(old[key]) != _settings(one):
            yield _event(after, Happening.CHANGED, one)
        if one.is_default and not (key in old and old[key].is_default):
            yield _event(after, Happening.MADE_DEFAULT, one)
    for side, name in _moves(before, after):
        yield _event(after, Happening.MOVED, new.get((side, name)) or Endpoint(name=name, label=name, side=side))


def _event(state: AudioState, happening: Happening, one: Endpoint) -> AudioEvent:
    return AudioEvent(
        at=state.at,
        happening=happening,
        side=one.side,
        name=one.name,
        label=one.label,
        muted=one.muted,
        volumes=one.volumes,
    )


def _settings(one: Endpoint) -> tuple[object, ...]:
    # An endpoint that begins to run or falls idle has not been changed by anybody.
    return one.muted, one.volumes, one.rate, one.plugged, one.state is EndpointState.SUSPENDED


def _moves(before: AudioState, after: AudioState) -> Iterator[tuple[Side, str]]:
    old = {(one.side, one.number): one.endpoint for one in before.streams}
    for stream in after.streams:
        if stream.is_ours and old.get((stream.side, stream.number), stream.endpoint) != stream.endpoint:
            yield stream.side, stream.endpoint
