"""Sending a signed body to an address of the open internet, and to nothing else.

The name is looked up once, every address that it has is checked, and the connection goes to the checked one: a
name that leads elsewhere a moment later leads nowhere. Redirections are not followed.
"""

import hmac
import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 10  # seconds for each of connecting, sending and answering
SIGNATURE = "Pobratym-Signature"

NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Networks that lead to where their own gateway decides, or nowhere: no partner's server has an address there.
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b:1::/48",  # NAT64 within one organisation
            "2001::/32",  # Teredo
            "::/96",  # IPv4-compatible, of old
            "::ffff:0:0:0/96",  # translated by SIIT
            "fec0::/10",  # site-local, of old
            "192.88.99.0/24",  # relays of 6to4
        ),
    )
)


class CannotSendError(Exception):
    """Nothing was taken; the message goes into the log of deliveries."""


@dataclass(frozen=True)
class Target:
    """Where a body goes."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target_of(url: str) -> Target:
    """Look an address up. Raises ``CannotSendError`` for what is not of the open internet."""
    parts = urlsplit(url)
    allowed = {"https", "http"} if settings.WEBHOOKS_MAY_BE_LOCAL else {"https"}
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if parts.scheme not in allowed or not parts.hostname or not port:
        raise CannotSendError("The address must begin with https:// and name a host.")
    if port not in settings.WEBHOOK_PORTS and not settings.WEBHOOKS_MAY_BE_LOCAL:
        raise CannotSendError(
            f"Port {port} is not open to webhooks: the setting WEBHOOK_PORTS names those that are."
        )
    path = parts.path or "/"
    path += f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, parts.hostname, port, path, _checked_address(parts.hostname, port))


def _checked_address(host: str, port: int) -> str:
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise CannotSendError(f"The host {host} is not known.") from None
    for address in found:
        if not settings.WEBHOOKS_MAY_BE_LOCAL and not is_public(address):
            raise CannotSendError(f"The host {host} is not on the open internet.")
    return min(found)


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also behind the forms in which IPv6 carries IPv4."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if any(ip in network for network in NOT_PUBLIC if network.version == ip.version):
        return False
    carried = _carried_ipv4(ip)
    return all(one.is_global and not one.is_multicast for one in ([carried] if carried else [ip]))


def _carried_ipv4(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address to which a gateway on the way would lead."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def signature(secret: str, body: bytes, moment: int) -> str:
    """The header's value: the time, and HMAC-SHA256 of the time, a dot and the body."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={signed}"


def send(url: str, secret: str, body: bytes, *, delivery: str) -> int:
    """Post a body; returns the status of the answer. Raises ``CannotSendError``."""
    target = target_of(url)
    headers = {
        "Host": target.host if target.port in {80, 443} else f"{target.host}:{target.port}",
        "Content-Type": "application/json",
        "User-Agent": "Pobratym-Webhook/1",
        "Pobratym-Delivery": delivery,
        SIGNATURE: signature(secret, body, int(time.time())),
    }
    connection = _connection(target)
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise CannotSendError(f"{type(error).__name__}: {error}"[:300]) from None
    finally:
        connection.close()


def _connection(target: Target) -> http.client.HTTPConnection:
    """A connection to the very address that was checked, for the host that it was looked up by."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    try:
        plain = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
        if target.scheme == "https":
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except OSError as error:
        raise CannotSendError(f"{type(error).__name__}: {error}"[:300]) from None
    connection.sock = plain
    return connection
