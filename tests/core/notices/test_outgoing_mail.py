"""Mails from the caller's transaction to a real server, whatever that server says."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from core import db as database
from core.acting import Act, system_act
from core.clock import FixedClock
from core.contracts.notices import Letter, MailDraft
from core.notices import commands, mail_reports, queue_mails
from core.notices.domain.ladder import PAUSES_S
from core.notices.payloads import CHUNK, Forget, SendMails, Sweep
from core.notices.testing import MailServer
from core.registry import Registry

pytestmark = pytest.mark.anyio
RunJobs = Callable[[], Awaitable[int]]


def draft(number: int = 1) -> MailDraft:
    return MailDraft(
        to_address=f"nguoi{number}@duchoa.test",
        to_name="Nguyễn Thị Năm",
        subject=f"Thư số {number}",
        letter=Letter(heading="Thư", greeting="Kính gửi bà"),
        kind="test.mail",
        subject_type="test.record",
        subject_id="1",
        unit_id=1,
    )


async def queue(clock: FixedClock, count: int = 1) -> list[int]:
    async with database.transaction():
        queued = await queue_mails([draft(n) for n in range(1, count + 1)], act(clock))
    return [mail.id for mail in queued]


def act(clock: FixedClock) -> Act:
    return system_act(clock.now())


async def states(mail_ids: list[int]) -> list[str]:
    reports = await mail_reports(mail_ids)
    return [reports[mail_id].state for mail_id in mail_ids]


async def sweep(clock: FixedClock, run_jobs: RunJobs) -> None:
    from core.jobs import enqueue

    await enqueue(Sweep())
    await run_jobs()


@asynccontextmanager
async def server_saying(
    speak: Callable[[Any, Any], Awaitable[None]], registry: Registry, **settings: Any
) -> AsyncIterator[None]:
    """Run a bare TCP server in place of a mail server."""
    listener = await asyncio.start_server(speak, "127.0.0.1", 0)
    before = registry.settings.mail
    port = listener.sockets[0].getsockname()[1]
    registry.settings.mail = msgspec.structs.replace(
        before, **({"host": "127.0.0.1", "port": port, "tls": "none"} | settings)
    )
    try:
        yield
    finally:
        registry.settings.mail = before
        listener.close()


async def test_a_mail_is_sent_once_the_transaction_is_over(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    (mail_id,) = await queue(clock)
    assert mail_server.taken == []
    await run_jobs()
    await run_jobs()
    ((recipients, _raw),) = mail_server.taken
    (mail,) = mail_server.mails
    report = (await mail_reports([mail_id]))[mail_id]
    assert (report.state, report.attempts, report.error, report.sent_at) == ("sent", 1, "", clock.now())
    assert recipients == ("nguoi1@duchoa.test",)
    assert mail["Subject"] == "Thư số 1"
    assert mail["Message-ID"].endswith("@duchoa.test>")


async def test_no_mail_goes_out_for_what_was_rolled_back(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    async def fail_after_queueing() -> None:
        async with database.transaction():
            await queue_mails([draft()], act(clock))
            raise KeyError

    with pytest.raises(KeyError):
        await fail_after_queueing()
    await run_jobs()
    assert mail_server.taken == []


async def test_outside_a_transaction_nothing_is_queued(committed_db: str, clock: FixedClock) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        await queue_mails([draft()], act(clock))


async def test_many_mails_share_connections_and_keep_their_order(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    mail_ids = await queue(clock, CHUNK + 5)
    await run_jobs()
    assert await states(mail_ids) == ["sent"] * (CHUNK + 5)
    assert mail_server.greeted == 2
    assert [mail["Subject"] for mail in mail_server.mails] == [f"Thư số {n}" for n in range(1, CHUNK + 6)]


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
async def test_a_busy_server_is_asked_again_and_gets_the_same_mail(
    command: str, db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    mail_server.answers = [(command, "451 try later, greylisted")]
    (mail_id,) = await queue(clock)
    await run_jobs()
    report = (await mail_reports([mail_id]))[mail_id]
    assert (report.state, report.attempts) == ("waiting", 1)
    assert report.error == "451 try later, greylisted"

    clock.move(timedelta(seconds=PAUSES_S[0] - 1))
    await sweep(clock, run_jobs)
    assert mail_server.taken == []
    clock.move(timedelta(seconds=1))
    await sweep(clock, run_jobs)
    assert await states([mail_id]) == ["sent"]
    assert len(mail_server.taken) == 1


async def test_a_temporary_refusal_of_one_does_not_hold_up_the_others(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    mail_server.answers = [("RCPT", "450 mailbox busy")]
    mail_ids = await queue(clock, 3)
    await run_jobs()
    assert await states(mail_ids) == ["waiting", "sent", "sent"]
    assert mail_server.greeted == 1


async def test_a_refused_mail_fails_at_once_and_says_why(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    mail_server.answers = [("RCPT", "550 5.1.1 no such user")]
    mail_ids = await queue(clock, 2)
    await run_jobs()
    assert await states(mail_ids) == ["failed", "sent"]
    report = (await mail_reports(mail_ids))[mail_ids[0]]
    assert "550" in report.error
    assert "no such user" in report.error
    clock.move(timedelta(days=2))
    await sweep(clock, run_jobs)
    assert len(mail_server.taken) == 1


async def test_a_server_that_is_down_makes_all_wait_and_loses_nothing(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs, registry: Registry
) -> None:
    up = registry.settings.mail
    registry.settings.mail = msgspec.structs.replace(up, port=1)  # nobody listens there
    mail_ids = await queue(clock, 3)
    await run_jobs()
    assert await states(mail_ids) == ["waiting"] * 3
    reports = await mail_reports(mail_ids)
    assert [reports[i].attempts for i in mail_ids] == [1, 0, 0]
    assert reports[mail_ids[0]].error

    registry.settings.mail = up
    clock.move(timedelta(seconds=PAUSES_S[0]))
    await sweep(clock, run_jobs)
    assert await states(mail_ids) == ["sent"] * 3


async def test_a_server_that_hangs_is_given_up_on(
    db: None, clock: FixedClock, run_jobs: RunJobs, registry: Registry
) -> None:
    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with server_saying(say_nothing, registry, timeout_s=0.3):
        mail_ids = await queue(clock, 2)
        await run_jobs()
    assert await states(mail_ids) == ["waiting", "waiting"]
    assert "imeout" in (await mail_reports(mail_ids))[mail_ids[0]].error


async def test_a_line_that_is_cut_in_the_middle_is_no_refusal(
    db: None, clock: FixedClock, run_jobs: RunJobs, registry: Registry
) -> None:
    async def greet_and_go(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test ESMTP\r\n")
        await writer.drain()
        writer.close()

    async with server_saying(greet_and_go, registry):
        (mail_id,) = await queue(clock)
        await run_jobs()
    assert await states([mail_id]) == ["waiting"]


async def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs, registry: Registry
) -> None:
    registry.settings.mail = msgspec.structs.replace(registry.settings.mail, tls="starttls")
    (mail_id,) = await queue(clock)
    await run_jobs()
    assert await states([mail_id]) == ["waiting"]
    assert mail_server.taken == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    db: None, clock: FixedClock, run_jobs: RunJobs, registry: Registry, self_signed: ssl.SSLContext
) -> None:
    from aiosmtpd.smtp import SMTP

    server = MailServer()
    listener = await asyncio.get_running_loop().create_server(
        lambda: SMTP(server, tls_context=self_signed), "127.0.0.1", 0
    )
    before = registry.settings.mail
    registry.settings.mail = msgspec.structs.replace(
        before, host="127.0.0.1", port=listener.sockets[0].getsockname()[1], tls="starttls"
    )
    (mail_id,) = await queue(clock)
    await run_jobs()
    registry.settings.mail = before
    listener.close()
    report = (await mail_reports([mail_id]))[mail_id]
    assert report.state == "waiting"
    assert re.search("(?i)certificate", report.error)
    assert server.taken == []


async def test_pauses_end_and_the_mail_is_shown_as_failed(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    tries = len(PAUSES_S) + 1
    mail_server.answers = [("DATA", "451 still busy")] * (tries + 5)
    (mail_id,) = await queue(clock)
    await run_jobs()
    for pause in PAUSES_S:
        assert await states([mail_id]) == ["waiting"]
        clock.move(timedelta(seconds=pause))
        await sweep(clock, run_jobs)
    report = (await mail_reports([mail_id]))[mail_id]
    assert (report.state, report.attempts) == ("failed", tries)


async def test_a_lost_job_is_found_by_the_sweeper(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    (mail_id,) = await queue(clock)
    await database.execute("DELETE FROM jobs.pgqueuer")
    await sweep(clock, run_jobs)
    assert await states([mail_id]) == ["created"]  # not yet: its job may just be slow
    clock.move(timedelta(minutes=16))
    await sweep(clock, run_jobs)
    assert await states([mail_id]) == ["sent"]


async def test_a_crash_after_the_server_took_the_mail_sends_it_once_more_under_the_same_id(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_args: object) -> None:
        raise ConnectionResetError("the worker is gone")

    (mail_id,) = await queue(clock)
    with monkeypatch.context() as crash:
        crash.setattr(commands, "settle", die)
        with pytest.raises(ConnectionResetError):
            await run_jobs()
    assert await states([mail_id]) == ["sending"]
    await sweep(clock, run_jobs)
    assert len(mail_server.taken) == 1
    clock.move(timedelta(minutes=16))
    await sweep(clock, run_jobs)
    await sweep(clock, run_jobs)
    first, second = mail_server.taken
    assert first == second
    assert await states([mail_id]) == ["sent"]


async def test_two_jobs_for_one_mail_send_it_once(
    committed_db: str, mail_server: MailServer, clock: FixedClock
) -> None:
    from core.notices.jobs import send_mails

    (mail_id,) = await queue(clock)
    both = SendMails(mail_ids=(mail_id,))
    await asyncio.gather(*(send_mails(both, act(clock)) for _ in range(5)))
    assert len(mail_server.taken) == 1
    assert await states([mail_id]) == ["sent"]


async def test_a_mail_in_one_workers_hand_is_passed_over_by_the_next(
    committed_db: str, mail_server: MailServer, clock: FixedClock
) -> None:
    (mail_id,) = await queue(clock)
    async with database.transaction():
        assert await commands.claim(mail_id, clock.now()) is not None
        second = await asyncio.wait_for(database.spawn(commands.claim(mail_id, clock.now())), timeout=20)
    assert second is None


async def test_without_a_mail_server_mails_are_withheld_until_somebody_releases_them(
    db: None, clock: FixedClock, run_jobs: RunJobs, mail_server: MailServer, registry: Registry
) -> None:
    there = registry.settings.mail
    registry.settings.mail = msgspec.structs.replace(there, host="")
    (mail_id,) = await queue(clock)
    await run_jobs()
    clock.move(timedelta(days=1))
    await sweep(clock, run_jobs)
    assert await states([mail_id]) == ["withheld"]
    registry.settings.mail = there
    await commands.send_again(mail_id, act(clock))
    await run_jobs()
    assert await states([mail_id]) == ["sent"]


async def test_a_server_taken_out_of_the_settings_withholds_what_was_queued(
    db: None, clock: FixedClock, run_jobs: RunJobs, mail_server: MailServer, registry: Registry
) -> None:
    (mail_id,) = await queue(clock)
    registry.settings.mail = msgspec.structs.replace(registry.settings.mail, host="")
    await run_jobs()
    assert await states([mail_id]) == ["withheld"]
    assert mail_server.taken == []


async def test_the_stored_mail_cannot_be_read_from_the_table(
    db: None, mail_server: MailServer, clock: FixedClock
) -> None:
    (mail_id,) = await queue(clock)
    stored = await database.value("SELECT sealed_message FROM notices.notices_outgoing_mail WHERE id = $1", mail_id)
    assert b"Message-ID" not in stored
    assert b"nguoi1@duchoa.test" not in stored


async def test_old_content_is_dropped_and_the_fact_stays(
    db: None, mail_server: MailServer, clock: FixedClock, run_jobs: RunJobs
) -> None:
    from core.jobs import enqueue

    (mail_id,) = await queue(clock)
    await run_jobs()
    for days, kept in ((29, True), (2, False)):
        clock.move(timedelta(days=days))
        await enqueue(Forget())
        await run_jobs()
        content = await database.value(
            "SELECT sealed_message FROM notices.notices_outgoing_mail WHERE id = $1", mail_id
        )
        assert (content is not None) is kept
    assert await states([mail_id]) == ["sent"]


@pytest.fixture
def self_signed(tmp_path: Any) -> ssl.SSLContext:
    """A server's TLS context with a certificate that it signed itself."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context
