"""This machine's own addresses: which of them phones can reach, and which a request may name as its host."""

import ipaddress
import socket
import struct
import time
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest

FRESH_FOR = 30.0
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
PRIVATE = [ipaddress.IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
# Networks inside the machine or to somewhere else: a phone in the room is never on one of these.
INNER = (
    *("lo", "docker", "br-", "veth", "virbr", "vboxnet", "vmnet", "cni"),
    *("tun", "tap", "utun", "wg", "tailscale", "zt"),
)


def _interface_addresses() -> Iterator[tuple[str, str]]:
    """(interface, IPv4 address) pairs where the system can tell: Linux and macOS."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    ask = 0x8915 if hasattr(socket, "AF_PACKET") else 0xC0206921  # SIOCGIFADDR on Linux, on macOS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(probe.fileno(), ask, struct.pack("256s", name.encode()[:15]))
            except OSError:  # no address on this one
                continue
            yield name, socket.inet_ntoa(answer[20:24])


def _routed_addresses() -> Iterator[str]:
    """The addresses the system would send from. Connecting a UDP socket chooses one and sends nothing."""
    for target in ("192.168.255.254", "10.255.255.254", "172.31.255.254", "198.51.100.1"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            yield probe.getsockname()[0]


def _named_addresses() -> list[str]:
    """For Windows, which knows its own name. Elsewhere a name may be asked of a server, and there may be none."""
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _rank(address: str, interfaces: dict[str, str], routed: list[str]) -> tuple[bool, bool, int]:
    parsed = ipaddress.IPv4Address(address)
    inner = parsed.is_loopback or parsed.is_link_local or interfaces.get(address, "").startswith(INNER)
    private = any(parsed in network for network in PRIVATE)
    return inner, not private, routed.index(address) if address in routed else len(routed)


def own_addresses() -> list[str]:
    """All IPv4 addresses of this machine, the one phones most likely reach first. Needs no internet."""
    interfaces = {address: name for name, address in _interface_addresses()}
    routed = list(_routed_addresses())
    found = {*routed, *(interfaces or _named_addresses())} - {"0.0.0.0"}
    return sorted(found, key=lambda address: (_rank(address, interfaces, routed), address))


def own_names() -> list[str]:
    name = socket.gethostname().lower().strip(".")
    if not name or name.startswith("*"):
        return []
    short = name.split(".")[0]
    return list(dict.fromkeys([name, short, f"{short}.local"]))


def lan_address() -> str | None:
    """The address to give to phones; None when this machine is on no network that they could share."""
    first = next(iter(own_addresses()), "127.0.0.1")
    parsed = ipaddress.IPv4Address(first)
    return None if parsed.is_loopback or parsed.is_link_local else first


def room_address(request: HttpRequest) -> str:
    """The address of the join page as phones reach it, with a slash at its end: for QR codes and invitations.

    A facilitator often has the page open at localhost, which means nothing to a phone: then it is the LAN address.
    """
    if settings.SITE_URL:
        return settings.SITE_URL.rstrip("/") + "/"
    host, _, port = request.get_host().partition(":")
    address = lan_address()
    if host in ("localhost", "127.0.0.1") and address:
        return f"{request.scheme}://{address}{':' if port else ''}{port}/"
    return request.build_absolute_uri("/")


class OwnAddresses(list[str]):
    """ALLOWED_HOSTS that follows the machine from one Wi-Fi to the next.

    Django and channels walk through the list at every check; walking reads the addresses again when they are older
    than 30 seconds. A new address is therefore allowed within half a minute, and a foreign one never.
    """

    def __init__(self, always: Iterable[str] = ()) -> None:
        super().__init__()
        self.always = [host for host in always if host != "*"]
        self.read_at = float("-inf")
        self.refresh()

    def refresh(self) -> None:
        if time.monotonic() - self.read_at < FRESH_FOR:
            return
        self.read_at = time.monotonic()
        self[:] = dict.fromkeys([*self.always, *LOOPBACK, *own_names(), *own_addresses()])

    def __iter__(self) -> Iterator[str]:
        self.refresh()
        return super().__iter__()

    def __contains__(self, host: object) -> bool:
        self.refresh()
        return super().__contains__(host)
