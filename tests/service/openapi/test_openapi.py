"""The API does what its document says, and nothing that is sent to it breaks it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import ServiceProcess

HERE = Path(__file__).parent
# 412 and 422 tell what no document can: that somebody else was first, that an end lies before its start. The framework
# answers OPTIONS by itself and forgets methods.
CHECKS = """
[checks]
allow_header_conformance.enabled = false
positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 412, 422, 429]
missing_required_header.expected-statuses = [400, 428]
"""


def put_to_the_test(service: ServiceProcess, token: str, config: str, folder: Path, *options: str) -> None:
    """Run Schemathesis on the service, the same cases each time."""
    (folder / "schemathesis.toml").write_text(CHECKS + config)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{service.url}/api/v1/openapi.json"),
            *("--header", f"Authorization: Bearer {token}", "--phases", "coverage,fuzzing"),
            *("--max-examples", "8", "--generation-deterministic", "--continue-on-failure", *options),
        ],
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.service.openapi.hooks", "PYTHONPATH": str(HERE.parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_api_does_what_its_document_says(serve: Callable[..., ServiceProcess], tmp_path: Path) -> None:
    service = serve()
    left_out = ("--exclude-operation-id", "events", "--exclude-operation-id", "shutdown")
    put_to_the_test(service, service.token, "", tmp_path, *left_out)


@pytest.mark.timeout(300)
def test_report_of_an_agent_is_taken_as_its_document_says(serve: Callable[..., ServiceProcess], tmp_path: Path) -> None:
    service = serve()
    with httpx.Client(base_url=service.url, headers=service.headers) as api:
        informed = {"staffInformedOn": "2020-01-01"}
        api.patch("/api/v1/organisation", json=informed, headers={"If-Match": "*"}).raise_for_status()
        code = api.post("/api/v1/enrolments", json={"name": "PC-0231"}).json()["code"]
        agent = api.post("/api/v1/enrolments/redeem", json={"code": code}).json()
    own = f"""
    [[operations]]
    include-operation-id = "report"
    parameters = {{ thing_id = "{agent["workstationId"]}" }}
    """
    put_to_the_test(service, agent["token"], own, tmp_path, "--include-operation-id", "report")
