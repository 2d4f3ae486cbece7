"""Settings: the environment (or `.env`) becomes one frozen value, checked strictly at start.

Every name is documented in config.example.env. Each secret may also come from a file: NAME_FILE holds its path.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mailreg.model.errors import SettingsError
from mailreg.model.reasons import reason
from mailreg.settings.checker import Checker
from mailreg.settings.values import SECRETS, DatabaseSettings, Settings


def database_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> DatabaseSettings:
    """The settings of the database alone, from the same places as `load_settings`, with the same checks."""
    check = Checker(read_values(os.environ if environ is None else environ, env_file))
    result = check.database()
    if check.problems:
        raise SettingsError("\n".join(check.problems))
    return result


def load_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """The settings from `environ` (os.environ by default) over those of `env_file` (`.env` in the working folder, or
    what MAILREG_ENV_FILE names). Raises SettingsError, with every problem in one message, a line each."""
    values = read_values(os.environ if environ is None else environ, env_file)
    if not values:
        raise SettingsError(
            f"mailreg ist hier noch nicht eingerichtet: In {Path.cwd()} liegt keine .env. „mailreg init“ legt sie an."
        )
    return settings_of(values)


def settings_of(values: Mapping[str, str]) -> Settings:
    """The settings that these raw MAILREG_ values mean. Raises SettingsError."""
    return Checker(dict(values)).settings()


def read_values(environ: Mapping[str, str], env_file: Path | None = None) -> dict[str, str]:
    """The raw MAILREG_ values; the environment wins over the file. Raises SettingsError."""
    from dotenv import dotenv_values

    named = env_file or (Path(environ["MAILREG_ENV_FILE"]) if environ.get("MAILREG_ENV_FILE") else None)
    path = named or Path(".env")
    values: dict[str, str] = {}
    try:
        if path.is_file():
            text = path.read_text(encoding="utf-8-sig")
            import io

            values.update({k: v for k, v in dotenv_values(stream=io.StringIO(text), interpolate=False).items() if v})
        elif named:
            raise SettingsError(f"Die Einstellungsdatei {path} gibt es nicht.")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"Die Einstellungsdatei {path} lässt sich nicht lesen: {reason(error)}.") from error
    given = {k: v for k, v in environ.items() if k.startswith("MAILREG_") and v.strip()}
    for name in SECRETS:  # NAME_FILE of the environment goes before NAME of the file
        if f"{name}_FILE" in given:
            values.pop(name, None)
    values.update(given)
    # A password may begin or end with a space.
    return {k: v if k in SECRETS else v.strip() for k, v in values.items() if k.startswith("MAILREG_") and v.strip()}
