"""Partners' programs are told of changes: signed, in order, again until taken, and only on the open internet."""

import datetime as dt
import json
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.errors import NotVisible
from partnerships.records.changes import latest_place
from tests.factories import make_partnership, make_user
from webhooks import sending
from webhooks.delivering import GIVEN_UP_AFTER, deliver, due_webhooks, pause_after, resend
from webhooks.models import Webhook, WebhookDelivery
from webhooks.sending import CannotSendError, target_of

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


class Receiver(HTTPServer):
    """A partner's program that keeps what it gets and answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got, self.answers = [], []
        self.url = f"http://127.0.0.1:{self.server_port}/hook?x=1"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def webhook(receiver):
    return Webhook.objects.create(
        name="Партнер", url=receiver.url, contact="it@partner.example", cursor=latest_place()
    )


def try_now(webhook):
    Webhook.objects.filter(pk=webhook.pk).update(next_try_at=timezone.now())
    return deliver(webhook.pk)


def test_changes__come_signed_and_in_order(webhook, receiver):
    partnerships = [make_partnership("approved") for _number in range(2)]
    assert deliver(webhook.pk) == 2
    [(path, headers, body)] = receiver.got
    told = json.loads(body)
    assert path == "/hook?x=1"
    assert [one["key"] for one in told["results"]] == [str(one.pk) for one in partnerships]
    assert told["cursor"] == str(latest_place())
    names = {}
    [checking] = [
        block
        for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
        if "is_genuine" in block
    ]
    exec(checking, names)
    header, now = headers["Pobratym-Signature"], time.time()
    assert names["is_genuine"](header, body, webhook.secret, now)
    assert not names["is_genuine"](header, body + b" ", webhook.secret, now)
    assert not names["is_genuine"](header, body, "another", now)
    assert not names["is_genuine"](header, body, webhook.secret, now + 3600)
    assert deliver(webhook.pk) == 0, "nothing is told twice"


@pytest.mark.parametrize("status", [500, 404, 302])
def test_not_taken__is_tried_again_after_a_pause_and_nothing_is_lost(webhook, receiver, status):
    receiver.answers = [status, 200]
    make_partnership("approved")
    assert deliver(webhook.pk) == 0
    webhook.refresh_from_db()
    assert webhook.failures == 1
    assert dt.timedelta(minutes=1) < webhook.next_try_at - timezone.now() <= dt.timedelta(minutes=2)
    assert deliver(webhook.pk) == 0, "not before its time"
    assert len(receiver.got) == 1, "a redirection is not followed"
    make_partnership("approved")
    assert try_now(webhook) == 2
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.next_try_at) == (0, None)
    assert [(one.attempt, one.response_status) for one in WebhookDelivery.objects.order_by("pk")] == [
        (1, status),
        (2, 200),
    ]


def test_pauses_grow_to_a_day__and_at_last_it_is_given_up(webhook, receiver):
    pauses = [pause_after(number) for number in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == dt.timedelta(days=1)
    make_partnership("approved")
    receiver.answers = [500]
    Webhook.objects.filter(pk=webhook.pk).update(failures=GIVEN_UP_AFTER - 1)
    try_now(webhook)
    webhook.refresh_from_db()
    assert not webhook.is_active
    assert not due_webhooks().exists()


def test_more_than_a_page__comes_in_several_bodies(webhook, receiver, monkeypatch):
    monkeypatch.setattr("webhooks.delivering.MOST_CHANGES", 2)
    for _number in range(5):
        make_partnership("approved")
    assert deliver(webhook.pk) == 5
    assert [len(json.loads(body)["results"]) for _path, _headers, body in receiver.got] == [2, 2, 1]


def test_sent_again_by_hand__tells_the_same_and_moves_nothing(webhook, receiver):
    make_partnership("approved")
    deliver(webhook.pk)
    webhook.refresh_from_db()
    place = webhook.cursor
    delivery = resend(WebhookDelivery.objects.get().pk)
    assert (delivery.is_resent, delivery.is_taken, delivery.number) == (True, True, 1)
    bodies = [json.loads(body) for _path, _headers, body in receiver.got]
    assert bodies[0]["results"] == bodies[1]["results"]
    webhook.refresh_from_db()
    assert webhook.cursor == place
    with pytest.raises(NotVisible):
        resend(987654)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "::ffff:127.0.0.1",
     "224.0.0.1"],
)  # fmt: skip
def test_name_that_leads_inside__is_told_nothing(address, settings, monkeypatch):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    good = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: good + found)
    with pytest.raises(CannotSendError):
        target_of("https://partner.example/")


def test_every_form_of_an_address_inside__is_not_public():
    inside = [
        "::ffff:10.0.0.5", "64:ff9b::10.0.0.5", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
        "64:ff9b:1:ffff::a00:1", "2002:a00:5::1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:4136:e378::1",
        "::10.0.0.5", "::ffff:0:10.0.0.5", "fec0::1", "fe80::1%eth0", "fc00::1", "ff02::1", "192.88.99.1",
        "100.64.0.1", "198.18.0.1", "255.255.255.255", "2001:db8::1", "no address",
    ]  # fmt: skip
    assert [address for address in inside if sending.is_public(address)] == []
    outside = [
        "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::93.184.216.34", "2002:5db8:d822::1",
    ]  # fmt: skip
    assert [address for address in outside if not sending.is_public(address)] == []


def test_odd_port__is_told_nothing_unless_a_setting_opens_it(settings, monkeypatch):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    good = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: good)
    assert target_of("https://partner.example/").port == 443
    for port in (22, 25, 80, 6379, 8443, 5432):
        with pytest.raises(CannotSendError, match="WEBHOOK_PORTS"):
            target_of(f"https://partner.example:{port}/")
    settings.WEBHOOK_PORTS = frozenset({443, 8443})
    assert target_of("https://partner.example:8443/").port == 8443


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/",
        "https://",
        "file:///etc/passwd",
        "https://partner.example:99999/",
        "nonsense",
    ],
)
def test_address_that_is_no_https__is_told_nothing(url, settings, monkeypatch):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: pytest.fail("looked up"))
    with pytest.raises(CannotSendError):
        target_of(url)


def test_connection__goes_to_the_checked_address_whatever_the_name_says_later(receiver, monkeypatch):
    asked = []
    real = socket.getaddrinfo

    def once(host, *args, **more):
        asked.append(host)
        return real("127.0.0.1" if host == "partner.example" else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    status = sending.send(f"http://partner.example:{receiver.server_port}/", "s", b"{}", delivery="1")
    assert status == 204
    assert asked.count("partner.example") == 1
    assert receiver.got[0][1]["Host"] == f"partner.example:{receiver.server_port}"


def test_nobody_there__is_a_failure_with_its_reason(webhook, receiver):
    receiver.shutdown()
    receiver.server_close()
    make_partnership("approved")
    deliver(webhook.pk)
    assert "refused" in WebhookDelivery.objects.get().error.lower()


def test_administrator__adds_one_sees_the_secret_once_and_sends_again(client, receiver):
    client.force_login(make_user(Role.ADMINISTRATOR))
    body = {"name": "Дзеркало", "url": receiver.url, "contact": "it@partner.example", "is_active": "on"}
    make_partnership("approved")
    answer = client.post(reverse("admin:webhooks_webhook_add"), body, follow=True)
    webhook = Webhook.objects.get()
    assert webhook.secret in answer.content.decode()
    assert webhook.cursor == latest_place(), "it is told what happens from now on"
    change = reverse("admin:webhooks_webhook_change", args=[webhook.pk])
    assert webhook.secret not in client.get(change).content.decode()
    make_partnership("approved")
    deliver(webhook.pk)
    address = reverse("admin:webhooks_webhookdelivery_resend", args=[WebhookDelivery.objects.get().pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert len(receiver.got) == 2
    client.force_login(make_user(Role.AUDITOR))
    assert client.post(address).status_code == 403


def test_job_of_each_minute__starts_one_job_for_each_webhook_that_is_due(webhook, receiver):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from webhooks.tasks import deliver_webhook_job, start_webhooks_job

    make_partnership("approved")
    Webhook.objects.create(name="Інший", url=receiver.url, contact="a@b.example", is_active=False)
    for _minute in range(2):
        start_webhooks_job(0)
    jobs = ProcrastinateJob.objects.filter(task_name="deliver_webhook")
    assert [job.args for job in jobs] == [{"webhook_id": webhook.pk}], (
        "the second finds the first still waiting"
    )
    deliver_webhook_job(webhook.pk)
    assert len(receiver.got) == 1
