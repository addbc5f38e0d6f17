import json

from tests.bench.steps import Steps

ABOUT = {"release": "a", "many": {"bureaus": 10}}


def test_killed_run_goes_on_after_its_last_step(tmp_path):
    path = tmp_path / "results.json"
    Steps(path, ABOUT).take("reindex", lambda: {"seconds": 1})

    again = Steps(path, ABOUT)
    again.take("reindex", lambda: {"seconds": 2})
    again.take("costs", lambda: [3])

    assert again.finish() == ABOUT | {"reindex": {"seconds": 1}, "costs": [3], "finished": True}


def test_other_code_or_a_finished_run_is_measured_anew(tmp_path):
    path = tmp_path / "results.json"
    steps = Steps(path, ABOUT)
    steps.take("reindex", lambda: 1)
    other = Steps(path, ABOUT | {"release": "b"})
    steps.finish()
    finished = Steps(path, ABOUT)

    assert other.results == ABOUT | {"release": "b"}
    assert finished.results == ABOUT
    assert json.loads(path.read_text())["reindex"] == 1
