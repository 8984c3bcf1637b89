"""Keys, tokens and passwords: the forms in which services hand them out.

Each pattern is the form that the service itself documents, or a public rule of secret scanners;
docs/decisions/0015-publish-check-has-its-own-patterns.md says why these stand here and not in a
package. A key without such a form cannot be told from any other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dobotkit.publish.find import Kind, Mark, Source

__all__ = ["keys_in"]

# What it is, and how it looks. Bounded, so that no text makes them slow.
_FORMS: tuple[tuple[str, str], ...] = (
    ("the token of a Jupyter server", r"(?<=token=)[0-9a-f]{32,64}\b"),
    ("a key for GitHub", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})"),
    ("a key for GitLab", r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,64}"),
    ("a key for Hugging Face", r"\bhf_[A-Za-z]{30,64}\b"),
    ("a key for Anthropic", r"\bsk-ant-[A-Za-z0-9_-]{20,200}"),
    ("a key for OpenAI", r"\bsk-(?!ant-)(?:[a-z]{2,10}-)?[A-Za-z0-9_-]{32,200}"),
    ("a key for Google", r"\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
    ("a key for Google sign-in", r"\b(?:ya29\.[A-Za-z0-9_-]{20,200}|GOCSPX-[A-Za-z0-9_-]{20,40})"),
    ("a key for Amazon's cloud", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    ("a key for Microsoft's cloud", r"AccountKey=[A-Za-z0-9+/]{60,100}={0,2}"),
    ("a key for Slack", r"\bxox[abeprs]-[A-Za-z0-9-]{10,200}"),
    ("an address that posts into Slack", r"hooks\.slack\.com/services/[A-Za-z0-9/]{20,80}"),
    (
        "an address that posts into Discord",
        r"discord(?:app)?\.com/api/webhooks/[0-9]{10,25}/[A-Za-z0-9_-]{30,100}",
    ),
    ("a key for Discord", r"\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}"),
    ("a key of a Telegram bot", r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    ("a key for Stripe", r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}"),
    ("a key for SendGrid", r"\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}"),
    ("a key for Twilio", r"\bSK[0-9a-f]{32}\b"),
    ("a key for the package index of Python", r"\bpypi-AgE[A-Za-z0-9_-]{50,400}"),
    ("a key for npm", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a key for Docker", r"\bdckr_pat_[A-Za-z0-9_-]{20,64}"),
    ("a key for Weights & Biases", r"(?i)(?<=wandb)[^\n]{0,30}\b[0-9a-f]{40}\b"),
    ("a signed pass (JWT)", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{8,}"),
    ("a private key", r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"),
    ("a password in an address", r"\b[a-z][a-z+]{1,12}://[^\s/:@'\"<>]{1,64}:[^\s/:@'\"<>]{3,64}@"),
    ("the keys of a Jupyter kernel", r"\"signature_scheme\"\s*:\s*\"hmac-"),
    ("a cookie", r"(?i)\b(?:set-)?cookie\s*:\s*[\w.-]{1,64}=[^\s;]{16,}"),
    (
        "a pass in a request",
        r"(?i)\bauthorization\s*[\"']?\s*:\s*[\"']?(?:bearer|basic|token)\s+\S{12,}",
    ),
)  # fmt: skip
_ALL = tuple((what, re.compile(form)) for what, form in _FORMS)

_ASSIGNED = re.compile(
    r"(?i)\b[\w.-]{0,40}?(?:passw(?:or)?d|passphrase|secret|api_?key|access_?key|auth_?token"
    r"|token|passwort|kennwort|contraseña|mot_?de_?passe|parola)[\w-]{0,20}[\"']?\]?"
    r"\s{0,4}(?::=|[:=])\s{0,4}[rbf]{0,2}([\"'])(?P<value>[^\"'\s]{6,200})\1"
)
# What stands where a secret would stand, and is none.
_NONE = re.compile(
    r"(?i)^(?:[<{$%(\[].*|.*(?:example|your|changeme|placeholder|xxxx|\*\*\*|\.\.\.|…|dummy).*"
    r"|(.)\1+|https?:.*|[\w-]+\.(?:txt|json|toml|env|ya?ml|py))$"
)


def keys_in(text: str, source: Source) -> Iterator[Mark]:
    """Find keys, tokens and passwords; what is found is never repeated.

    Parameters
    ----------
    text:
        Where to look.
    source:
        What kind of text it is. That something is called a password is a hint in code and data,
        and says nothing in prose.
    """
    taken: list[range] = []
    for what, form in _ALL:
        for hit in form.finditer(text):
            taken.append(range(*hit.span()))
            yield Mark(Kind.KEY, what, _line(text, hit.start()))
    if source is Source.PROSE:
        return
    for hit in _ASSIGNED.finditer(text):
        start = hit.start("value")
        if any(start in span for span in taken) or _NONE.match(hit["value"]):
            continue
        what = f"something called a password, token or key ({len(hit['value'])} characters)"
        yield Mark(Kind.KEY, what, _line(text, start), sure=False)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
