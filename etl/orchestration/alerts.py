"""Telling people: a run failed, its quality fell, the warehouse is stale. By log, command, webhook and e-mail.

What is wrong is found elsewhere (a failed run, failed checks); here it is put into words and sent. A channel that
fails stops neither the others nor the run; HOME/alerts.log says so. Text from documents is escaped; secrets of the
settings are never part of a message.
"""

import json
import logging
import os
import smtplib
import subprocess
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from etl.settings import Settings

if TYPE_CHECKING:
    from etl.orchestration.launch import Run

SECONDS = 20  # that a channel may take
LOG_BYTES = 1_000_000  # of HOME/alerts.log, before it is rotated
LOGS = 3
WATCHED = (  # checks that warn somebody when they fail; those of the models are shown in the UI
    "raw/documents: rejected",
    "indicator/observations: numerals_explained",
    "indicator/observations: corrections_fit",
    "published: evaluation_holds",
    "published: rows_hold",
)


Channel = Callable[[Settings, str, str], None]


def after(run: "Run", settings: Settings) -> bool:
    """Tell what a finished run calls for; return whether anything was told."""
    if run.success:
        confirm(settings)
    lines = [f"{name}: {message}" for name, message in run.failures.items()]
    lines += [f"{name}: {message}" for name, message in run.warnings.items() if name in WATCHED]
    if run.success and not lines:
        return False
    if run.success:
        notify(settings, "the quality of the warehouse fell", lines)
    else:
        notify(settings, f"the run {run.run_id[:8]} failed; the last good warehouse stays", lines)
    return True


def confirm(settings: Settings) -> None:
    """Note that a run found or made the warehouse up to date just now."""
    settings.confirmed.touch()


def stale_hours(settings: Settings) -> float:
    """Return how long ago the warehouse was last published or found up to date, in hours; infinite if never."""
    files = (settings.confirmed, settings.unchanged, settings.warehouse)
    marks = [path.stat().st_mtime for path in files if path.exists()]
    return (time.time() - max(marks)) / 3600 if marks else float("inf")


def notify(settings: Settings, subject: str, lines: Sequence[str]) -> list[str]:
    """Send one message on every channel that is set; return what went wrong on the way."""
    subject = f"Luzhi: {_plain(subject)}"
    text = "\n".join([subject, f"HOME: {settings.home}", *map(_plain, lines)])
    log = _log(settings)
    log.warning(text.replace("\n", "\n  "))
    problems = []
    for name, send in _channels(settings):
        try:
            send(settings, subject, text)
        except Exception as problem:  # whatever a channel does, the others are tried and the run goes on
            problems.append(f"{name}: {type(problem).__name__}")
            log.error("the alert could not be sent by %s: %s", name, type(problem).__name__)
    for handler in list(log.handlers):
        handler.close()
        log.removeHandler(handler)
    return problems


def _channels(settings: Settings) -> list[tuple[str, Channel]]:
    channels: list[tuple[str, Channel]] = []
    if settings.alert_command:
        channels.append(("command", _command))
    if settings.alert_webhook:
        channels.append(("webhook", _webhook))
    if settings.alert_smtp and settings.alert_to:
        channels.append(("e-mail", _mail))
    return channels


def _command(settings: Settings, subject: str, text: str) -> None:
    """Run the command in a shell, which the settings alone name; the message is its standard input, never its text."""
    subprocess.run(  # noqa: S602
        str(settings.alert_command),
        shell=True,
        input=text,
        text=True,
        check=True,
        timeout=SECONDS,
        capture_output=True,
        env=os.environ | {"LUZHI_ALERT_SUBJECT": subject},
    )


def _webhook(settings: Settings, subject: str, text: str) -> None:
    url = settings.alert_webhook.get_secret_value() if settings.alert_webhook else ""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("a webhook is an http or https address")
    body = json.dumps({"subject": subject, "text": text}).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=SECONDS):  # noqa: S310
        pass


def _mail(settings: Settings, subject: str, text: str) -> None:
    server = urlsplit(settings.alert_smtp.get_secret_value() if settings.alert_smtp else "")
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.alert_from
    message["To"] = settings.alert_to
    message.set_content(text)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 0, timeout=SECONDS) as connection:
        if server.username:
            if server.scheme != "smtps":
                connection.starttls()
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _plain(text: str) -> str:
    """Return text on one line without control characters, of bounded length."""
    return "".join(c if c.isprintable() else " " for c in text)[:2000]


def _log(settings: Settings) -> logging.Logger:
    log = logging.Logger("luzhi.alerts")
    handler = RotatingFileHandler(settings.home / "alerts.log", maxBytes=LOG_BYTES, backupCount=LOGS, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    return log
