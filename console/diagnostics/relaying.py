"""What a sound program tells while it runs, passed on as a test's progress."""

from console.diagnostics.bench import Bench, Fraction, Level
from console.media.sound.news import LiveLevel, News, Progressed


def relay(bench: Bench, news: News) -> None:
    """Tell levels by the names of the endpoints, and how far it is."""
    match news:
        case Progressed():
            bench.tell(Fraction(done=news.done))
        case LiveLevel():
            before = bench.evidence.before
            endpoint = before.endpoint(news.side, news.endpoint or None) if before else None
            name, label = (endpoint.name, endpoint.label) if endpoint else (news.endpoint, news.endpoint)
            bench.tell(Level(side=news.side, endpoint=name, label=label, level=news.level, peak=news.peak))
        case _:
            pass
