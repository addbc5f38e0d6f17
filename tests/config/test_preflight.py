"""What `make serve` says when it cannot work here: one sentence."""

import os
import socket
import sys

import pytest

from config.preflight import first_problem


def test_port_in_use_is_said_and_another_one_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = first_problem(str(port))

    assert said.startswith(f"Port {port} cannot be used")
    assert "make serve PORT=8001" in said


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 "])
def test_port_that_is_none_is_said(port):
    assert first_problem(port).startswith("PORT must be a number from 1 to 65535")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_venv_module_is_said_with_the_way_to_get_it(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)

    assert "apt install python3-venv" in first_problem("")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("folder", [".", "var", ".venv"])
def test_unwritable_folder_is_said(monkeypatch, tmp_path, folder):
    path = tmp_path / folder
    path.mkdir(exist_ok=True)
    path.chmod(0o500)
    monkeypatch.chdir(tmp_path)

    assert first_problem("") == (
        f"The folder {path} cannot be written to; copy the project to one that can."
    )


def test_nothing_in_the_way_says_nothing(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert first_problem("") == ""
