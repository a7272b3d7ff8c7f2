import pytest
from channels.security.websocket import OriginValidator
from django.test import RequestFactory

from coprod import network
from coprod.network import OwnAddresses


@pytest.fixture
def machine(monkeypatch):
    """Set the interfaces and the routed addresses of a made-up machine."""

    def _set(interfaces: list[tuple[str, str]], routed: list[str]) -> None:
        monkeypatch.setattr(network, "_interface_addresses", lambda: iter(interfaces))
        monkeypatch.setattr(network, "_routed_addresses", lambda: iter(routed))
        monkeypatch.setattr(network, "_named_addresses", list)
        monkeypatch.setattr("socket.gethostname", lambda: "Laptop.fritz.box")

    return _set


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("coprod.network.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("interfaces", "routed", "first"),
    [
        ([("lo", "127.0.0.1"), ("wlan0", "192.168.1.5")], ["192.168.1.5"], "192.168.1.5"),
        ([("docker0", "172.17.0.1"), ("wlan0", "192.168.1.5")], ["172.17.0.1", "192.168.1.5"], "192.168.1.5"),
        ([("tun0", "10.8.0.2"), ("en0", "10.0.0.7")], ["10.8.0.2"], "10.0.0.7"),
        ([("eth0", "203.0.113.9"), ("wlan0", "10.0.0.7")], ["203.0.113.9"], "10.0.0.7"),
        ([("eth0", "192.168.1.9"), ("wlan0", "192.168.2.4")], ["192.168.2.4"], "192.168.2.4"),
        ([("lo", "127.0.0.1"), ("eth0", "203.0.113.9")], ["203.0.113.9"], "203.0.113.9"),
        ([("lo", "127.0.0.1"), ("wlan0", "169.254.3.3")], [], None),
        ([], [], None),
    ],
)
def test_lan_address_is_the_one_phones_reach(machine, interfaces, routed, first):
    machine(interfaces, routed)
    assert network.lan_address() == first


def test_own_addresses_of_this_machine_are_read():
    assert "127.0.0.1" in network.own_addresses()


def test_hosts_are_the_machines_own(machine):
    machine([("lo", "127.0.0.1"), ("wlan0", "192.168.1.5")], ["192.168.1.5"])
    hosts = OwnAddresses(["coprod.example"])
    names = ["laptop.fritz.box", "laptop", "laptop.local"]
    assert list(hosts) == ["coprod.example", "localhost", "127.0.0.1", "[::1]", *names, "192.168.1.5"]


def test_hosts_never_take_a_star(machine):
    machine([], [])
    assert "*" not in OwnAddresses(["*"])


def test_hosts_follow_the_machine_to_another_network(machine, clock):
    machine([("wlan0", "192.168.1.5")], [])
    hosts = OwnAddresses()
    machine([("wlan0", "10.0.0.7")], [])
    clock[0] += 29
    assert ("192.168.1.5" in hosts, "10.0.0.7" in hosts) == (True, False)
    clock[0] += 2
    assert ("192.168.1.5" in hosts, "10.0.0.7" in hosts) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.168.1.5:8000", 200),
        ("LAPTOP.local", 200),
        ("localhost:8000", 200),
        ("evil.example", 400),
        ("192.168.1.6", 400),
        ("192.168.1.5.evil.example", 400),
    ],
)
def test_foreign_host_is_refused(machine, settings, client, host, status):
    machine([("wlan0", "192.168.1.5")], [])
    settings.ALLOWED_HOSTS = OwnAddresses()
    assert client.get("/healthz", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://192.168.1.5:8000", True),
        ("http://localhost:8000", True),
        ("http://evil.example", False),
        ("null", False),
    ],
)
def test_foreign_origin_is_refused(machine, origin, allowed):
    from urllib.parse import urlparse

    machine([("wlan0", "192.168.1.5")], [])
    validator = OriginValidator(None, OwnAddresses())
    assert validator.valid_origin(urlparse(origin)) is allowed


@pytest.mark.parametrize(
    ("site_url", "host", "address"),
    [
        ("", "localhost:8000", "http://192.168.1.5:8000/"),
        ("", "127.0.0.1", "http://192.168.1.5/"),
        ("", "10.9.9.9:8000", "http://10.9.9.9:8000/"),
        ("https://coprod.example", "localhost:8000", "https://coprod.example/"),
    ],
)
def test_room_address_means_something_to_a_phone(machine, settings, site_url, host, address):
    machine([("wlan0", "192.168.1.5")], [])
    settings.SITE_URL = site_url
    settings.ALLOWED_HOSTS = [host.split(":")[0]]
    assert network.room_address(RequestFactory().get("/", headers={"host": host})) == address


def test_room_address_without_a_network_stays_as_it_is(machine):
    machine([("lo", "127.0.0.1")], [])
    assert (
        network.room_address(RequestFactory().get("/", headers={"host": "localhost:8000"})) == "http://localhost:8000/"
    )
