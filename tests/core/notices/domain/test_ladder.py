from datetime import UTC, datetime, timedelta

import pytest

from core.notices.domain.ladder import PAUSES_S, Outcome, judge, verdict

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "kind"),
    [(421, "away"), (450, "later"), (451, "later"), (452, "later"), (550, "refused"), (554, "refused")],
)
def test_the_class_of_the_code_decides(code: int, kind: str) -> None:
    assert judge(code, "words") == Outcome(kind, f"{code} words")  # type: ignore[arg-type]


def test_a_delivered_mail_is_sent_and_its_error_forgotten() -> None:
    assert (verdict(Outcome("delivered"), 3, AT).state, verdict(Outcome("delivered"), 3, AT).error) == ("sent", "")


def test_a_refused_mail_fails_at_once() -> None:
    found = verdict(Outcome("refused", "550 no such user"), 1, AT)
    assert (found.state, found.next_try_at, found.error) == ("failed", None, "550 no such user")


@pytest.mark.parametrize("kind", ["later", "away"])
def test_pauses_grow_and_end(kind: str) -> None:
    outcome = Outcome(kind, "451 busy")  # type: ignore[arg-type]
    pauses = []
    attempts = 1
    while (found := verdict(outcome, attempts, AT)).state == "waiting":
        assert found.next_try_at is not None
        pauses.append(found.next_try_at - AT)
        attempts += 1
    assert pauses == [timedelta(seconds=s) for s in PAUSES_S]
    assert pauses[:4] == [timedelta(minutes=m) for m in (1, 5, 10, 30)]
    assert pauses == sorted(pauses)
    assert found.state == "failed"
    assert found.error == "451 busy"


def test_a_long_answer_is_cut() -> None:
    assert len(verdict(Outcome("later", "x" * 5000), 1, AT).error) == 500
