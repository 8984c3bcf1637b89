"""MIN: nobody has an account, and nothing is asked for."""

from __future__ import annotations

import inspect
import re

from dobotkit import Session
from dobotkit.people_messages import OpenSession
from tests.requirements.promises import ROOT
from tests.requirements.sources import imported, pinned, sources
from tests.session.classroom import classroom

# Signing in somewhere, keeping passwords of people, sending them e-mail.
FOR_ACCOUNTS = re.compile(
    r".*oauth.*|authlib|msal|pyjwt|jose|python-jose|ldap3|python-ldap|passlib|bcrypt|keyring|"
    r"email-validator|aiosmtplib|sendgrid|mailgun|flask-login|django.*|firebase.*|jupyterhub|"
    r"fief.*|supabase.*|auth0.*|python-social-auth.*|social-auth.*|pysaml2|webauthn|fido2"
)
MODULES = {"smtplib", "imaplib", "poplib", "getpass", "netrc", "crypt", "argon2", "keyring"}


def test_min_05_no_package_for_accounts():
    packages = pinned()
    assert {"jupyterlab", "pydantic"} <= packages
    assert [one for one in packages if FOR_ACCOUNTS.fullmatch(one)] == []
    assert FOR_ACCOUNTS.fullmatch("requests-oauthlib")


def test_min_05_no_code_for_accounts():
    found = {path: names & MODULES for path, names in imported().items() if names & MODULES}
    assert found == {}
    # E-mail's format is that of a wheel's own description; nothing is sent.
    assert [path for path, names in imported().items() if "email" in names] == [
        "dobotkit/bundle/store.py"
    ]


def test_min_05_the_only_secret_field_is_for_the_teachers_code():
    secret = {
        line.strip()
        for kind in ("*.js", "*.html")
        for path in (ROOT / "dobotkit").rglob(kind)
        for line in path.read_text(encoding="utf-8").splitlines()
        if "password" in line.lower()
    }
    assert len(secret) >= 2
    for line in secret:
        assert "desk-code" in line or "Teacher's code" in line, line
    typed = [path for path, text in sources().items() if "hide_input=" in text]
    assert typed == ["dobotkit/cli.py"]  # dobotkit desk code


def test_min_06_a_session_opens_without_a_word():
    needed = [
        name
        for name, one in inspect.signature(Session).parameters.items()
        if one.default is inspect.Parameter.empty
    ]
    assert needed == []
    assert set(OpenSession.model_fields) == {"kind"}
    with classroom() as room, room.notebook(), Session() as session:
        assert re.fullmatch(r"[a-z]+-[a-z]+-\d\d", session.pseudonym)
