"""The Dagster UI as a user meets it in a browser. The tests follow each other on one HOME."""

import os
import re
import time
from collections.abc import Callable

import duckdb
import pytest
from playwright.sync_api import Page, expect

from etl.settings import Settings
from etl.warehouse import versions
from tests.pipeline.conftest import luzhi
from tests.pipeline.test_alerts import Hook
from tests.ui.conftest import Server

expect.set_options(timeout=60_000)
pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_the_lineage_leads_from_the_documents_to_the_published_marts(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/assets/published?view=lineage&lineageScope=upstream")
    for node in ("committee_year", "fct_observation", "dim_committee", "sentences", "observations", "published"):
        expect(page.get_by_text(node, exact=True).last).to_be_attached()
    page.goto(f"{server.url}/assets/committee_year?view=lineage&lineageScope=upstream&lineageDepth=9")
    for group in ("raw", "normalized", "segmented", "indicator", "star", "marts"):
        expect(page.get_by_text(group, exact=True).last).to_be_attached()
    expect(page.get_by_text("documents", exact=True)).to_have_count(2)  # raw and normalized


def test_every_asset_has_a_freshness_policy(server: Server) -> None:
    nodes = server.ask("{assetNodes {assetKey {path} internalFreshnessPolicy {__typename}}}")["assetNodes"]
    assert len(nodes) > 20
    assert [node for node in nodes if node["internalFreshnessPolicy"] is None] == []


def test_a_run_launched_from_the_page_ends_green_and_fills_the_warehouse(page: Page, server: Server) -> None:
    assert not (server.home / "warehouse.duckdb").exists()
    page.goto(f"{server.url}/locations/luzhi/jobs/refresh")
    with page.expect_response(lambda answer: "launchPipelineExecution" in (answer.request.post_data or "")):
        page.get_by_role("button", name="Materialize all").click()
    page.goto("about:blank")  # a page that shows the run while it works takes as long as the run
    wait(lambda: server.runs() in (["SUCCESS"], ["FAILURE"]))
    page.goto(f"{server.url}/runs")
    page.locator("a[href^='/runs/']").first.click()
    expect(page.get_by_text(re.compile("^(Success|Failure)$")).first).to_be_visible()
    assert page.get_by_text("Failure", exact=True).count() == 0, page.inner_text("body")[-3000:]
    with duckdb.connect(str(server.home / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select year, value from committee_year where committee = '定远县政协' and indicator = 'proposals_filed'"
        ).fetchall()
    assert found == [(2023, 186.0)]
    page.goto(f"{server.url}/assets/raw/documents?view=overview")
    expect(page.get_by_text("document_id").first).to_be_attached()  # the columns of the table


def test_a_second_server_on_one_home_is_refused(server: Server) -> None:
    second = luzhi("serve", "--port", "1", home=server.home)
    assert second.returncode == 1
    assert f"luzhi serve (process {server.process.pid}" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_the_schedule_is_running_and_the_history_is_there_after_a_restart(
    page: Page, server: Server, hook: str
) -> None:
    wait((server.home / "confirmed").exists)  # the daemon has seen that the run ended
    assert server.stop() == 0
    long_ago = time.time() - 100 * 3600
    for mark in (server.home / "warehouse.duckdb", server.home / "confirmed"):
        os.utime(mark, (long_ago, long_ago))
    server.start(LUZHI_ALERT_WEBHOOK=hook)
    page.goto(f"{server.url}/locations/luzhi/schedules/nightly")
    expect(page.get_by_text("Asia/Shanghai")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_text("Next tick")).to_be_visible()
    page.goto(f"{server.url}/runs")
    expect(page.get_by_text("Success", exact=True).first).to_be_visible()
    page.goto("about:blank")


def test_the_daemon_tells_of_a_stale_warehouse(server: Server) -> None:
    wait(lambda: any("the warehouse is stale" in alert["subject"] for alert in Hook.got))


def test_the_daemon_starts_a_refresh_that_finds_nothing_new(server: Server, hook: str) -> None:
    version = versions.read(server.home / "warehouse.duckdb")
    assert server.stop() == 0
    server.start(LUZHI_ALERT_WEBHOOK=hook, LUZHI_SENSOR="true", LUZHI_SENSOR_SECONDS="5")
    wait(lambda: server.runs() == ["SUCCESS", "SUCCESS"])
    assert versions.read(server.home / "warehouse.duckdb") == version
    assert versions.listed(Settings().model_copy(update={"home": server.home})) == [version.number]


def test_the_ui_shows_that_the_command_line_found_nothing_new(server: Server) -> None:
    done = luzhi("run", home=server.home, inbox=server.inbox)
    assert "Nothing new" in done.stdout
    question = '{assetOrError(assetKey: {path: ["published"]}) {... on Asset {assetObservations {description}}}}'
    shown = [{"description": "luzhi run: nothing new"}]
    wait(lambda: server.ask(question)["assetOrError"]["assetObservations"] == shown)


def test_the_daemon_starts_a_refresh_when_the_inbox_changes_and_tells_that_it_failed(server: Server) -> None:
    server.inbox.rename(server.inbox.with_name("elsewhere"))
    wait(lambda: server.runs() == ["FAILURE", "SUCCESS", "SUCCESS"])
    wait(lambda: any("failed; the last good warehouse stays" in alert["subject"] for alert in Hook.got))
    assert f"inbox {server.inbox} is missing" in Hook.got[-1]["text"]


def wait(until: Callable[[], bool]) -> None:
    """Wait for what the daemon does every half minute."""
    deadline = time.monotonic() + 300
    while not until():
        assert time.monotonic() < deadline
        time.sleep(1)
