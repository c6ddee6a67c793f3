"""The one tree of errors. A message says which file, what is wrong and what to do; nothing else belongs here."""


class LuzhiError(Exception):
    """Root of all errors that Luzhi raises on purpose; the command line prints it as one line."""


class SettingsError(LuzhiError):
    """A setting or a folder that a setting names can't be used."""


class BusyError(LuzhiError):
    """Another process holds the lock: the message says which one, since when."""


class RejectedError(LuzhiError):
    """A file that can't become a document; `reason` is the short code kept in `raw.rejected`.

    Reasons: empty, too_large, unreadable, outside_inbox, binary, encoding, no_text_layer, malformed, timeout,
    unsupported.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RulesError(LuzhiError):
    """A rule file that contradicts itself or can't be read; the message names the file and the entry."""


class PublishError(LuzhiError):
    """The build could not become the published warehouse; the former version stays in place."""


class WorkerError(LuzhiError):
    """A batch could not be computed, also not on a second try."""
