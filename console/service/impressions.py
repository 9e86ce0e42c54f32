"""What people say after a call and of the pages: added to the day's counts, with nothing that leads back to them."""

from datetime import date

from sqlalchemy import Connection, insert, select, update

from console.domain.calls import SeatState
from console.domain.errors import ConsoleError
from console.domain.feedback import AnswerCount, Feedback, Impressions, Question, Remark
from console.domain.noun import Clock, new_id
from console.service import schema
from console.service.links import held
from console.service.seating import seat_of
from console.words import _

MOST_REMARKS = 500


def answer(connection: Connection, seat_id: str, secret: str, said: Impressions, clock: Clock) -> None:
    """Count what a seat's participant answers, once; raise gone, or conflict for a second time."""
    call, holder = held(connection, seat_id, secret, clock)
    was_there = seat_of(call, seat_id).state is SeatState.LEFT
    once = update(schema.seat_link).where(schema.seat_link.c.seat_id == seat_id, ~schema.seat_link.c.answered)
    if not was_there or not connection.execute(once.values(answered=True)).rowcount:
        raise ConsoleError(
            _("The questions are answered once, when the call is over."), "", _("Thank you."), code="conflict"
        )
    for question in Question:
        given = getattr(said, question)
        if given is not None:
            key = {
                "organisation_id": holder.organisation_id,
                "day": clock().date(),
                "question": question,
                "answer": given,
            }
            _count(connection, key)


def _count(connection: Connection, key: dict[str, object]) -> None:
    table = schema.answer_count
    more = update(table).where(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(more.values(count=table.c.count + 1)).rowcount:
        connection.execute(insert(table), {**key, "count": 1})


def remark(connection: Connection, text: str, clock: Clock) -> None:
    """Keep what somebody writes of the pages, for the organisation that keeps this service: the first one."""
    keeper = connection.scalar(select(schema.organisation.c.id).order_by(schema.organisation.c.id).limit(1))
    row = {"id": new_id(clock()), "organisation_id": keeper, "day": clock().date(), "text": text.strip()}
    connection.execute(insert(schema.remark), row)


def said(connection: Connection, organisation_id: str, since: date) -> Feedback:
    """Return what was said since a day, newest first."""
    counts, remarks = schema.answer_count.c, schema.remark.c
    counted = (
        select(counts.day, counts.question, counts.answer, counts.count)
        .where(counts.organisation_id == organisation_id, counts.day >= since)
        .order_by(counts.day.desc(), counts.question, counts.answer)
    )
    written = (
        select(remarks.day, remarks.text)
        .where(remarks.organisation_id == organisation_id, remarks.day >= since)
        .order_by(remarks.id.desc())
        .limit(MOST_REMARKS)
    )
    return Feedback(
        since=since,
        answers=tuple(AnswerCount(**row._mapping) for row in connection.execute(counted)),
        remarks=tuple(Remark(**row._mapping) for row in connection.execute(written)),
    )
