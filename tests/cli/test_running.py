"""What is said when the program itself fails, and which one it is."""

import re
from pathlib import Path

import pytest

from console import __version__
from console.cli import alerts, running


def test_an_unforeseen_error_is_one_sentence_and_its_place_is_kept_without_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    secret = "-".join(("a", "secret"))

    def fails(_options: object) -> int:
        raise RuntimeError(secret)

    monkeypatch.setattr(alerts, "run", fails, raising=False)
    monkeypatch.setattr(alerts, "arguments", lambda _parser: None)

    assert running.run("alerts", ["--home", str(tmp_path)]) == running.NOT_DONE

    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    found = re.search(r"give (\S+) to", said.err)
    assert found is not None
    kept = Path(found[1])
    assert kept.parent == tmp_path
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "RuntimeError" in kept.read_text()
    assert secret not in kept.read_text() + said.err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from console.cli import main

    with pytest.raises(SystemExit) as left:
        main(["--version"])

    assert left.value.code == 0
    assert capsys.readouterr().out == f"Bedside {__version__}\n"
