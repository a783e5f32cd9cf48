"""The workflows are pinned, may write nothing but what they publish, and only call make."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = {place.name: place for place in sorted((ROOT / ".github/workflows").glob("*.yml"))}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

every_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def jobs(name: str) -> dict[str, dict]:
    """Read the jobs of a workflow."""
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))["jobs"]


def steps(name: str) -> list[dict]:
    """List the steps of all jobs of a workflow."""
    return [step for job in jobs(name).values() for step in job["steps"]]


@every_workflow
def test_an_action_is_pinned_to_a_commit_and_says_its_version(name):
    """Nobody can change what a step runs by moving a tag."""
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    assert not [each for each in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", each)]


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
        assert body["timeout-minutes"] <= 30
        if "permissions" in body:
            assert (name, job) == ("publish.yml", "deploy")
            assert not [
                step for step in body["steps"] if "run" in step or "checkout" in step["uses"]
            ]


@every_workflow
def test_no_step_keeps_a_token_or_sees_a_secret(name):
    """A checkout leaves no credentials behind, and no secret is named."""
    assert "secrets." not in WORKFLOWS[name].read_text(encoding="utf-8")
    for step in steps(name):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(
    "name, action", [("check.yml", "upload-artifact"), ("publish.yml", "upload-pages-artifact")]
)
def test_hidden_files_are_published_too(name, action):
    """The site that is uploaded has its .well-known folder."""
    (upload,) = [step for step in steps(name) if f"actions/{action}@" in step.get("uses", "")]
    assert upload["with"]["include-hidden-files"] is True
