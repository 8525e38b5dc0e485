"""The command line: kernel commands, plugins' commands below their names, failures in one plain line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli import main
from core.registry import Registry
from tests.evil.wickedness import INFO, distribution
from tests.processes import installation

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"

PLUGIN = """
import rich_click as click
from core.contributions import Command

@click.group("guest")
def guest():
    "Guests."

@guest.command()
def greet():
    click.echo("xin chào")

@click.command("web")
def web():
    click.echo("not the server")

@hookimpl
def commands():
    return [Command(guest), Command(web)]
"""


def test_help_lists_the_kernels_commands_and_the_plugins(registry: Registry) -> None:
    told = CliRunner().invoke(main, ["--help"])
    assert told.exit_code == 0
    own = {item.command.name for item in registry.all("commands") if not item.group}
    names = {"web", "worker", "dev", "migrate", "check", "demo", *own}
    assert [name for name in names if name not in told.output] == []


def test_commands_join_the_group_that_they_name(registry: Registry) -> None:
    for item in registry.all("commands"):
        if item.group:
            told = CliRunner().invoke(main, [item.group, item.command.name, "--help"])
            assert told.exit_code == 0, (item.path, told.output)
            assert CliRunner().invoke(main, [item.command.name]).exit_code == 2


def test_a_command_that_does_not_exist_is_said() -> None:
    told = CliRunner().invoke(main, ["fly"])
    assert told.exit_code == 2
    assert "No such command" in told.output


@pytest.mark.slow
def test_a_plugins_command_runs_and_cannot_take_the_place_of_the_kernels(tmp_path: Path) -> None:
    distribution(tmp_path / "packages", "guest", (INFO + PLUGIN).replace("NAME", '"guest"'))
    office = installation(tmp_path, NOWHERE, plugins=("guest",), packages=(tmp_path / "packages",))
    assert office.run("guest", "greet").stdout == "xin chào\n"
    assert "not the server" not in office.run("web", "--help").stdout


@pytest.mark.slow
def test_without_a_database_commands_say_so_in_one_line(tmp_path: Path) -> None:
    for address, words in (("", "No database"), (NOWHERE, "the database cannot be reached")):
        office = installation(tmp_path, address)
        told = office.run("migrate", "run")
        assert told.returncode == 1
        assert words in " ".join(told.stderr.replace("│", " ").split())
        assert "Traceback" not in told.stderr


@pytest.mark.slow
def test_check_names_the_sick_and_is_a_failure(tmp_path: Path) -> None:
    distribution(tmp_path / "packages", "sick", "raise LookupError('out of paper')")
    office = installation(tmp_path, NOWHERE, plugins=("sick",), packages=(tmp_path / "packages",))
    told = office.run("check")
    assert told.returncode == 1
    assert "left out sick: cannot be imported: LookupError: out of paper" in told.stdout
    assert "ok      audit" in told.stdout
    assert installation(tmp_path, NOWHERE).run("check").returncode == 0
