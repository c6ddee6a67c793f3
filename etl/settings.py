"""The settings, in one place: what each means, its default, and where a value came from.

A value comes from the environment (`LUZHI_...`), else from `HOME/settings.toml`, else from the default here. The
command line sets the environment for its own run, so that every process it starts sees the same. No code outside this
module reads a setting from anywhere else.
"""

import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from etl.errors import SettingsError

PACKAGE = Path(__file__).parent


class Settings(BaseSettings):
    """All settings; immutable."""

    model_config = SettingsConfigDict(env_prefix="LUZHI_", extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("luzhi"),
        description="Folder of everything that Luzhi keeps; only the environment or --home can set it",
    )
    inbox: Path | None = Field(default=None, description="Folder of documents; without it, the bundled samples")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=1024, description="Processes that compute"
    )
    batch_documents: int = Field(default=200, ge=1, description="Documents that are in a worker's memory at a time")
    document_seconds: float = Field(default=30.0, gt=0, description="Time one stage may spend on one document")
    file_bytes: int = Field(default=50_000_000, gt=0, description="Largest file that is one document")
    collection_bytes: int = Field(default=20_000_000_000, gt=0, description="Largest JSON Lines or Parquet file")
    collection_rows: int = Field(default=10_000_000, gt=0, description="Most rows of one collection")
    characters: int = Field(default=20_000_000, gt=0, description="Longest text of one document")
    schedule_cron: str = Field(default="30 2 * * *", description="When the nightly refresh starts")
    schedule_zone: str = Field(default="Asia/Shanghai", description="Time zone of the schedule")
    sensor: bool = Field(default=False, description="Start a refresh when the inbox has changed and is quiet again")
    sensor_seconds: int = Field(default=60, ge=5, description="How long the inbox must be quiet for that")
    lock_seconds: float = Field(default=3600.0, ge=0, description="How long a run of the UI waits for another run")
    retry_seconds: float = Field(
        default=60.0, ge=0, description="Wait before a step is tried again after a fault of the disk or the network"
    )
    versions_kept: int = Field(default=7, ge=1, description="Published versions that are kept")
    fresh_hours: float = Field(default=36.0, gt=0, description="Age at which an asset counts as stale in the UI")
    unexplained_share: float = Field(
        default=0.05, ge=0, le=1, description="Share of numerals without a reason at which a check warns"
    )
    rejected_share: float = Field(
        default=0.2, ge=0, le=1, description="Share of files that can't be taken at which a check warns"
    )
    drop_share: float = Field(
        default=0.1, ge=0, le=1, description="Share of documents or observations lost since the last version that warns"
    )
    runs_kept_days: int = Field(default=90, ge=1, description="Days that Dagster's history of runs is kept")
    alert_command: str | None = Field(default=None, description="Shell command that gets each alert as standard input")
    alert_webhook: SecretStr | None = Field(default=None, description="Address that gets each alert as JSON by POST")
    alert_smtp: SecretStr | None = Field(
        default=None, description="Mail server for alerts: smtp://host:port or smtps://user:password@host:port"
    )
    alert_from: str = Field(default="luzhi@localhost", description="Sender of alerts by e-mail")
    alert_to: str | None = Field(default=None, description="Receiver of alerts by e-mail")
    storage_url: SecretStr | None = Field(
        default=None, description="Postgres for Dagster's own storage (postgresql://...); without it, SQLite in HOME"
    )
    gold: Path | None = Field(default=None, description="Folder of labelled documents' gold, for evaluation and tests")
    documents: Path | None = Field(default=None, description="Folder of the documents that the gold is of")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before the file in HOME; nothing else."""
        return env_settings, TomlConfigSettingsSource(settings_cls, settings_file())

    @property
    def build(self) -> Path:
        """The build file: only the pipeline opens it."""
        return self.home / "build.duckdb"

    @property
    def warehouse(self) -> Path:
        """The published warehouse: only ever opened read-only."""
        return self.home / "warehouse.duckdb"

    @property
    def confirmed(self) -> Path:
        """A mark whose time says when a run of Dagster last left the warehouse up to date."""
        return self.home / "confirmed"

    @property
    def unchanged(self) -> Path:
        """A mark whose time says when the command line last found nothing new, and the text in which version."""
        return self.home / "unchanged"

    @property
    def versions(self) -> Path:
        """Folder of the published versions."""
        return self.home / "versions"

    @property
    def intake(self) -> Path:
        """Folder of the Parquet files that keep every text taken in."""
        return self.home / "raw"

    @property
    def dagster_home(self) -> Path:
        """Folder of Dagster's configuration, history and schedules."""
        return self.home / "dagster"


def settings_file() -> Path:
    """Return the settings file of the HOME that the environment names."""
    home = os.environ.get("LUZHI_HOME")
    return (Path(home) if home else user_data_path("luzhi")) / "settings.toml"


def load() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a value is not valid, the file is no TOML, or HOME can't be used.
    """
    try:
        settings = Settings()
    except ValidationError as problem:
        first = problem.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"setting {name}: {first['msg']}; set LUZHI_{name.upper()} or {name} in {settings_file()}"
        ) from None
    except (OSError, ValueError) as problem:
        raise SettingsError(f"{settings_file()}: {problem}") from None
    paths = {name: value for name in ("home", "inbox") if isinstance(value := getattr(settings, name), Path)}
    return settings.model_copy(update={name: path.expanduser().absolute() for name, path in paths.items()})


def origins() -> dict[str, str]:
    """Return where each setting's value comes from: "environment", "settings.toml" or "default"."""
    environment: dict[str, Any] = EnvSettingsSource(Settings)()
    file: dict[str, Any] = TomlConfigSettingsSource(Settings, settings_file())()
    return {
        name: "environment" if name in environment else "settings.toml" if name in file else "default"
        for name in Settings.model_fields
    }


def use_home(settings: Settings) -> None:
    """Make HOME with its folders.

    Raises:
        SettingsError: it can't be made or written.
    """
    try:
        for folder in (settings.home, settings.versions, settings.intake, settings.dagster_home):
            folder.mkdir(parents=True, exist_ok=True)
        probe = settings.home / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise SettingsError(
            f"HOME {settings.home} can't be written ({problem.strerror}): choose another with --home or LUZHI_HOME"
        ) from None


def project(name: str) -> Path:
    """Return a folder or file of the project beside the package (`sql`, `workspace.yaml`), also when installed."""
    beside = PACKAGE.parent / name
    return beside if beside.exists() else PACKAGE / name
