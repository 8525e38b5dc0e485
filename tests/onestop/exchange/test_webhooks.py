"""Other systems are told of every event: signed, in order, at least once, and nobody is told of other offices."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from core import db as database
from core import offices
from core.accounts.testing import act_of, staff
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Refused
from core.jobs import enqueue
from core.registry import Registry
from plugins.onestop.commands.moving import move
from plugins.onestop.exchange import jobs as work
from plugins.onestop.exchange import queries
from plugins.onestop.exchange.commands import deliveries, webhooks
from plugins.onestop.exchange.domain.retries import PAUSES_S
from plugins.onestop.exchange.payloads import Relay, SendMessages
from plugins.onestop.exchange.schemas import Delivery, EventName, NewWebhook, WebhookChange, WebhookWithSecret
from plugins.onestop.schemas import Move
from tests.onestop.conftest import BIRTH, Desk
from tests.onestop.exchange.conftest import Receiver, Request

pytestmark = pytest.mark.anyio
RunJobs = Callable[[], Awaitable[int]]
ALL: list[EventName] = ["dossier.received", "dossier.moved", "result.ready", "result.signed"]


async def connect(
    desk: Desk, who: Principal, url: str, events: list[EventName] | None = None, unit: str = "duc-hoa"
) -> WebhookWithSecret:
    found = await offices.find_unit(unit)
    assert found is not None
    new = NewWebhook(title="Trục liên thông", url=url, events=events or ALL, unit_id=found.id)
    return await webhooks.create(new, desk.act(who))


async def relay(run_jobs: RunJobs) -> None:
    await enqueue(Relay())
    await run_jobs()


async def sent_by(hook: WebhookWithSecret) -> list[Delivery]:
    return await queries.deliveries(hook.webhook.id, None, "", 0, 100)


async def walk(desk: Desk, code: str) -> None:
    """Take a dossier from the counter to the result at the desk."""
    steps = [
        (desk.clerk, "hand_over"),
        (desk.specialist, "start"),
        (desk.specialist, "submit"),
        (desk.leader, "sign"),
        (desk.specialist, "to_desk"),
    ]
    for revision, (who, action) in enumerate(steps, start=1):
        receiver = desk.specialist.person_id if action == "hand_over" else None
        await move(code, Move(action, revision, "", receiver), desk.act(who))


def independent_check(request: Request, secret: str) -> None:
    """Verify as a receiver would who has only read the specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join(
        [request.headers["webhook-id"].encode(), request.headers["webhook-timestamp"].encode(), request.body]
    )
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert f"v1,{wanted}" in request.headers["webhook-signature"].split()


async def test_every_event_arrives_once_signed_and_in_order(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    code = (await desk.take()).code
    await walk(desk, code)
    await relay(run_jobs)
    await relay(run_jobs)
    told = [json.loads(request.body) for request in receiver.requests]
    assert [body["type"] for body in told] == ["dossier.received", *["dossier.moved"] * 5, "result.ready"]
    assert [body["data"].get("action") for body in told[1:6]] == ["hand_over", "start", "submit", "sign", "to_desk"]
    assert {body["data"]["code"] for body in told} == {code}
    for request in receiver.requests:
        independent_check(request, hook.secret)
        assert abs(int(request.headers["webhook-timestamp"]) - desk.clock.now().timestamp()) < 300
    assert len({request.headers["webhook-id"] for request in receiver.requests}) == 7
    assert receiver.requests[0].line == "POST /hook?from=motcua HTTP/1.1"
    assert {line.state for line in await sent_by(hook)} == {"sent"}


async def test_nothing_personal_is_in_a_message(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    await connect(desk, connector, receiver.url)
    code = (await desk.take(BIRTH)).code
    await move(code, Move("refuse", 1, "Nguyễn Minh Hòa chưa có giấy chứng sinh"), desk.act(desk.clerk))
    await relay(run_jobs)
    text = b"".join(request.body for request in receiver.requests).decode()
    for secret in ("Nguyễn Minh Hòa", "080123456789", "0912345678", "Ấp 3", "khai sinh", "chứng sinh"):
        assert secret not in text


async def test_only_events_that_were_asked_for_of_own_offices_and_from_now_on(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    await desk.take()
    await relay(run_jobs)
    desk.clock.move(timedelta(minutes=1))
    only_received = await connect(desk, connector, receiver.url, ["dossier.received"])
    neighbour = await connect(desk, connector, receiver.url + "&2", None, "my-hanh-nam")
    code = (await desk.take()).code
    await move(code, Move("withdraw", 1, "Xin rút"), desk.act(desk.clerk))
    await relay(run_jobs)
    assert [(line.event, line.code) for line in await sent_by(only_received)] == [("dossier.received", code)]
    assert await sent_by(neighbour) == []


async def test_a_failing_receiver_is_tried_again_and_the_dossiers_order_is_kept(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    code = (await desk.take()).code
    await move(code, Move("withdraw", 1, "Xin rút"), desk.act(desk.clerk))
    other = (await desk.take()).code
    receiver.answers = ["500 Internal Server Error"]
    await relay(run_jobs)
    first, second, third = await sent_by(hook)
    assert (first.state, first.last_status, first.attempts) == ("waiting", 500, 1)
    assert (second.code, second.state, second.attempts) == (code, "waiting", 0)
    assert (third.code, third.state) == (other, "sent")
    desk.clock.move(timedelta(seconds=2 * PAUSES_S[0]))
    await relay(run_jobs)
    assert [line.state for line in await sent_by(hook)] == ["sent"] * 3
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert ids[0] == ids[2]
    assert [json.loads(request.body)["type"] for request in receiver.requests[2:]] == [
        "dossier.received",
        "dossier.moved",
    ]


@pytest.mark.parametrize("mood", ["cut", "down"])
async def test_a_receiver_that_is_away_is_left_alone_for_a_while(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs, registry: Registry, mood: str
) -> None:
    url = receiver.url
    if mood == "down":
        registry.settings.plugin["onestop"] = {"webhook_hosts": ["127.0.0.1"]}
        url = "http://127.0.0.1:1/"
    receiver.answers = ["cut"]
    hook = await connect(desk, connector, url)
    for _dossier in range(3):
        await desk.take()
    await relay(run_jobs)
    found = await sent_by(hook)
    assert [line.attempts for line in found] == [1, 0, 0]
    assert (found[0].state, found[0].last_status) == ("waiting", None)
    assert found[0].last_error


async def test_a_slow_receiver_costs_its_time_limit_only(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs, registry: Registry
) -> None:
    registry.settings.plugin["onestop"]["webhook_timeout_s"] = 0.2
    receiver.answers = ["hang"]
    hook = await connect(desk, connector, receiver.url)
    await desk.take()
    await relay(run_jobs)
    [line] = await sent_by(hook)
    assert (line.state, line.last_error) == ("waiting", "no answer in time")


async def test_redirects_are_not_followed(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    receiver.answers = [f"307 Temporary Redirect|location: http://127.0.0.1:{receiver.port}/elsewhere\r\n"]
    hook = await connect(desk, connector, receiver.url)
    await desk.take()
    await relay(run_jobs)
    assert [request.line for request in receiver.requests] == ["POST /hook?from=motcua HTTP/1.1"]
    assert (await sent_by(hook))[0].last_status == 307


async def test_after_the_last_try_a_person_is_asked_and_sends_again_or_drops(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    code = (await desk.take()).code
    await move(code, Move("withdraw", 1, "Xin rút"), desk.act(desk.clerk))
    receiver.answers = ["503 Busy"] * (len(PAUSES_S) + 1)
    for _try in range(len(PAUSES_S) + 1):
        await relay(run_jobs)
        desk.clock.move(timedelta(days=2))
    first, second = await sent_by(hook)
    assert (first.state, second.state, second.attempts) == ("held", "waiting", 0)
    assert (await webhooks.one(hook.webhook.id, desk.act(connector))).held == 1
    await deliveries.send_again(first.id, desk.act(connector))
    await run_jobs()
    assert [line.state for line in await sent_by(hook)] == ["sent", "sent"]
    with pytest.raises(Conflict):
        await deliveries.drop(first.id, desk.act(connector))


async def test_a_dropped_message_lets_the_later_ones_go(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    code = (await desk.take()).code
    await move(code, Move("withdraw", 1, "Xin rút"), desk.act(desk.clerk))
    receiver.answers = ["500 Oops"]
    await relay(run_jobs)
    await deliveries.drop((await sent_by(hook))[0].id, desk.act(connector))
    await run_jobs()
    assert [line.state for line in await sent_by(hook)] == ["dropped", "sent"]


async def test_a_receiver_that_is_gone_is_told_nothing_more_until_somebody_looks(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    receiver.answers = ["410 Gone"]
    await desk.take()
    await relay(run_jobs)
    found = await webhooks.one(hook.webhook.id, desk.act(connector))
    assert (found.active, found.paused_reason) == (False, "gone")
    await desk.take()
    await relay(run_jobs)
    assert len(receiver.requests) == 1


async def test_a_worker_that_was_killed_while_sending_sends_again_under_the_same_id(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    await desk.take()
    while await deliveries.collect(desk.act(connector)):
        pass
    claimed = await deliveries.claim(hook.webhook.id, desk.clock.now())
    assert claimed is not None
    assert await deliveries.claim(hook.webhook.id, desk.clock.now()) is None
    desk.clock.move(timedelta(minutes=10))
    await relay(run_jobs)
    assert [request.headers["webhook-id"] for request in receiver.requests] == [claimed.event_id]
    assert [line.attempts for line in await sent_by(hook)] == [2]


async def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    changed = await webhooks.rotate(hook.webhook.id, desk.act(connector))
    await desk.take()
    await relay(run_jobs)
    independent_check(receiver.requests[0], hook.secret)
    independent_check(receiver.requests[0], changed.secret)
    desk.clock.move(timedelta(days=1, minutes=1))
    await desk.take()
    await relay(run_jobs)
    independent_check(receiver.requests[1], changed.secret)
    with pytest.raises(AssertionError):
        independent_check(receiver.requests[1], hook.secret)


async def test_a_secret_is_in_no_table(desk: Desk, connector: Principal, receiver: Receiver) -> None:
    hook = await connect(desk, connector, receiver.url)
    rows = await database.rows("SELECT w::text AS row FROM onestop.onestop_webhook w")
    logged = await database.rows("SELECT e::text AS row FROM audit.audit_entry e")
    key = base64.b64decode(hook.secret[6:])
    for row in [*rows, *logged]:
        assert hook.secret[6:] not in row["row"]
        assert key.hex() not in row["row"]


async def test_addresses_inside_are_refused_unless_the_settings_name_them(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs, registry: Registry
) -> None:
    for url in ("https://169.254.169.254/", "http://127.0.0.1:22/", "http://lgsp.example.vn/", "https://localhost/"):
        with pytest.raises(Refused) as refused:
            await connect(desk, connector, url)
        assert refused.value.problems[0].field == "url"
    hook = await connect(desk, connector, receiver.url)
    registry.settings.plugin["onestop"] = {"webhook_hosts": []}
    await desk.take()
    await relay(run_jobs)
    assert receiver.requests == []
    assert "not allowed" in (await sent_by(hook))[0].last_error


async def test_strangers_neither_see_nor_change_nor_make_it(
    desk: Desk, connector: Principal, receiver: Receiver
) -> None:
    hook = await connect(desk, connector, receiver.url)
    stranger = await staff("admin", "my-hanh-nam", desk.clock.now())
    act: Act = act_of(stranger, desk.clock.now())
    change = WebhookChange(title="x y", url=receiver.url, events=ALL, active=True, revision=1)
    for call in (
        lambda: webhooks.one(hook.webhook.id, act),
        lambda: webhooks.change(hook.webhook.id, change, act),
        lambda: webhooks.rotate(hook.webhook.id, act),
        lambda: webhooks.remove(hook.webhook.id, act),
        lambda: deliveries.send_test(hook.webhook.id, act),
    ):
        with pytest.raises(Missing):
            await call()
    with pytest.raises(Forbidden):
        await connect(desk, stranger, receiver.url)


async def test_whoever_changes_second_is_told(desk: Desk, connector: Principal, receiver: Receiver) -> None:
    hook = await connect(desk, connector, receiver.url)
    change = WebhookChange(title="Tên mới", url=receiver.url, events=["result.ready"], active=True, revision=1)
    changed = await webhooks.change(hook.webhook.id, change, desk.act(connector))
    assert (changed.title, changed.events, changed.revision) == ("Tên mới", ["result.ready"], 2)
    with pytest.raises(Conflict):
        await webhooks.change(hook.webhook.id, change, desk.act(connector))
    with pytest.raises(Refused):
        await connect(desk, connector, receiver.url)


async def test_what_happens_during_a_pause_is_sent_afterwards(
    desk: Desk, connector: Principal, receiver: Receiver, run_jobs: RunJobs
) -> None:
    hook = await connect(desk, connector, receiver.url)
    pause = WebhookChange(title="Bảo trì", url=receiver.url, events=ALL, active=False, revision=1)
    await webhooks.change(hook.webhook.id, pause, desk.act(connector))
    await desk.take()
    await relay(run_jobs)
    assert receiver.requests == []
    again = WebhookChange(title="Bảo trì", url=receiver.url, events=ALL, active=True, revision=2)
    await webhooks.change(hook.webhook.id, again, desk.act(connector))
    await relay(run_jobs)
    assert [line.state for line in await sent_by(hook)] == ["sent"]


async def test_two_workers_never_send_the_same_message(
    committed_desk: Desk, receiver: Receiver, run_jobs: RunJobs
) -> None:
    """With real commits and connections: every message once, each dossier in order."""
    connector = await staff("admin", "duc-hoa", committed_desk.clock.now())
    hook = await connect(committed_desk, connector, receiver.url)
    for _dossier in range(4):
        code = (await committed_desk.take()).code
        await move(code, Move("withdraw", 1, "Xin rút"), committed_desk.act(committed_desk.clerk))
    act = committed_desk.act(connector)
    while await deliveries.collect(act):
        pass
    await asyncio.gather(*(work.send(SendMessages(webhook_id=hook.webhook.id), act) for _ in range(4)))
    # a worker that found every dossier's next message in another's hand has nothing to do: the relay asks again
    await work.send(SendMessages(webhook_id=hook.webhook.id), act)
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert len(ids) == len(set(ids)) == 8
    told = [json.loads(request.body) for request in receiver.requests]
    for code in {body["data"]["code"] for body in told}:
        assert [b["type"] for b in told if b["data"]["code"] == code] == ["dossier.received", "dossier.moved"]
