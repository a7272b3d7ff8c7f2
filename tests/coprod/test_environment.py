"""What is set wrongly is refused in words that name it, and never guessed at."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from coprod import environment


@pytest.mark.parametrize(
    ("read", "value", "words"),
    [
        (environment.switch, "enabled", "COPROD_X must be on or off. It is: enabled"),
        (lambda name: environment.days(name, 30), "0", "a whole number of days, from 1 to 3650. It is: 0"),
        (lambda name: environment.days(name, 30), "soon", "It is: soon"),
        (environment.site, "coprod.example.org", "an address like https://"),
        (environment.site, "https://example.org/coprod", "an address like https://"),
        (
            lambda name: environment.https(name, "https://coprod.example.org"),
            "off",
            "on where COPROD_SITE_URL begins with",
        ),
        (environment.origins, "https://a.example,b.example", "It is: b.example"),
        (lambda name: environment.hosts(name, []), "https://coprod.example.org", "host names without https://"),
        (lambda name: environment.hosts(name, []), "*", "host names without https://"),
        (lambda name: environment.time_zone(name, "Europe/London"), "Mars", "a time zone like Europe/London"),
        (environment.redis, "localhost", "like redis://host:6379/0"),
        (environment.mail, "mail.example.org", "like smtp+tls://"),
        (environment.mail, "smtp+tls://host:mail", "like smtp+tls://"),
        (environment.mail, "consolemail://", "like smtp+tls://"),
    ],
)
def test_a_wrong_value_is_refused_in_words(monkeypatch, read, value, words) -> None:
    monkeypatch.setenv("COPROD_X", value)

    with pytest.raises(ImproperlyConfigured) as refused:
        read("COPROD_X")

    assert words in str(refused.value)
    assert str(refused.value).startswith("COPROD_X must be ")


@pytest.mark.parametrize("value", ["foo", "mysql://host/name", "postgres://user:hush@host", "postgres://u:hush@h:x/n"])
def test_a_wrong_database_is_refused_without_its_password(monkeypatch, tmp_path, value) -> None:
    monkeypatch.setenv("COPROD_X", value)

    with pytest.raises(ImproperlyConfigured, match="like postgres://user:password@host/name") as refused:
        environment.database("COPROD_X", tmp_path)

    assert "hush" not in str(refused.value)


def test_missing_packages_are_named_with_what_to_type(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    monkeypatch.setenv("COPROD_X", "postgres://host/name")
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL, which needs .* script/bootstrap --hosted"):
        environment.database("COPROD_X", tmp_path)
    monkeypatch.setenv("COPROD_X", "redis://host:6379/0")
    with pytest.raises(ImproperlyConfigured, match="Redis, which needs .* script/bootstrap --hosted"):
        environment.redis("COPROD_X")


def test_right_values_are_read(monkeypatch, tmp_path) -> None:
    def read(value, how):
        monkeypatch.setenv("COPROD_X", value)
        return how("COPROD_X")

    assert [read(word, environment.switch) for word in ("on", "Yes", "off", "0", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert read("https://coprod.example.org/", environment.site) == "https://coprod.example.org"
    assert read("a.example, [::1] ,b.example", lambda name: environment.hosts(name, [])) == [
        *("a.example", "[::1]", "b.example")
    ]
    assert read("", lambda name: environment.days(name, 30)) == 30
    mail = read("smtp+tls://sam@a.example:p%40ss@host:587", environment.mail)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"], mail["EMAIL_USE_TLS"]) == (
        *("sam@a.example", "p@ss", True),
    )
    assert [read("", lambda name, site=site: environment.https(name, site)) for site in ("", "http://10.0.0.5")] == [
        False
    ] * 2
    assert read("on", lambda name: environment.https(name, "https://coprod.example.org")) is True
    odd = tmp_path / "a #1 folder?" / "coprod.sqlite3"
    assert read("", lambda name: environment.database(name, odd))["NAME"] == odd


def test_a_slip_in_a_name_is_told(monkeypatch) -> None:
    environment.text("COPROD_SITE_URL")
    monkeypatch.setenv("COPROD_SITEURL", "https://coprod.example.org")

    assert "COPROD_SITEURL is not a setting of Coprod. Did you mean COPROD_SITE_URL?" in environment.unknown()
