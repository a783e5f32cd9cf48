"""The workflows are pinned, may write nothing but what they publish, and only call make."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = {place.name: place for place in sorted((ROOT / ".github/workflows").glob("*.yml"))}
MAKEFILES = [ROOT / "Makefile", ROOT / "planbook/site.mk"]
TARGETS = {
    target
    for place in MAKEFILES
    for target in re.findall(r"^([a-z-]+):", place.read_text(encoding="utf-8"), re.M)
}

every_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def jobs(name: str) -> dict[str, dict]:
    """Read the jobs of a workflow."""
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))["jobs"]


def steps(name: str) -> list[dict]:
    """List the steps of all jobs of a workflow; a job that calls another workflow has none."""
    return [step for job in jobs(name).values() for step in job.get("steps", ())]


@every_workflow
def test_an_action_is_pinned_to_a_commit_and_says_its_version(name):
    """Nobody can change what a step runs by moving a tag."""
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    pinned = r"[\w/-]+@[0-9a-f]{40} # v[\d.]+"
    ours = r"\./\.github/workflows/([\w-]+\.yml)"  # of the same commit
    for each in used:
        own = re.fullmatch(ours, each)
        assert own[1] in WORKFLOWS if own else re.fullmatch(pinned, each), each


@every_workflow
def test_a_step_only_calls_make(name):
    """What a workflow runs can be run on any machine by the same words."""
    for step in steps(name):
        if "run" in step:
            call = re.fullmatch(r'make (?:-s )?([a-z-]+)(?: >> "\$GITHUB_OUTPUT")?', step["run"])
            assert call and call[1] in TARGETS, step["run"]


@every_workflow
def test_only_the_job_that_deploys_may_write(name):
    """A workflow may read; what publishes has no source code and runs no command of ours."""
    workflow = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job, body in jobs(name).items():
        assert "uses" in body or body["timeout-minutes"] <= 30
        if "permissions" in body:
            assert (name, job) == ("publish.yml", "deploy")
            assert not [
                step for step in body["steps"] if "run" in step or "checkout" in step["uses"]
            ]


def test_what_is_published_is_checked_and_compared_but_waits_for_no_test_when_only_data_changed():
    """One workflow checks and builds twice for both; tests run where the software changed."""
    for name in ("check.yml", "publish.yml"):
        called = {body["uses"] for body in jobs(name).values() if "uses" in body}
        assert called == {f"./.github/workflows/{each}.yml" for each in ("site", "test")}
    runs = [step["run"] for step in steps("site.yml") if "run" in step]
    assert {"make check-github", "make compare"} <= set(runs)
    assert jobs("test.yml")["test"]["if"] == "${{ needs.changed.outputs.code == 'true' }}"
    assert "skipped" in jobs("publish.yml")["deploy"]["if"]


@every_workflow
def test_no_step_keeps_a_token_or_sees_a_secret(name):
    """A checkout leaves no credentials behind, and no secret is named."""
    assert "secrets." not in WORKFLOWS[name].read_text(encoding="utf-8")
    for step in steps(name):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("action", ["upload-artifact", "upload-pages-artifact"])
def test_hidden_files_are_published_too(action):
    """The site that is uploaded has its .well-known folder."""
    (upload,) = [step for step in steps("site.yml") if f"actions/{action}@" in step.get("uses", "")]
    assert upload["with"]["include-hidden-files"] is True
