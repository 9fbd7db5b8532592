import json
import multiprocessing
import pickle
import threading

import pytest

import laakhay_ta as ta
from conftest import ROOT


def test_an_error_is_its_code_frame_and_its_diagnostics() -> None:
    source = "out a = 1 + sma(clse, 20)"
    with pytest.raises(ta.CompileError) as caught:
        ta.compile(source, name="mine.ta")
    error = caught.value
    assert error.code == "TA2001"
    assert str(error).startswith("TA2001 error: `clse` is declared nowhere\n --> mine.ta:1:17\n")
    assert "^^^^" in str(error)
    (found,) = error.diagnostics
    assert (found.name, found.severity, found.line, found.column) == ("unknown_name", "error", 1, 17)
    assert source[slice(*found.span)] == "clse"
    assert found.fix is not None
    start, end = found.fix.span
    assert ta.compile(source[:start] + found.fix.replacement + source[end:]).outputs[0].name == "a"


def test_spans_count_characters_as_python_does() -> None:
    source = "# 🚀🚀 up\nout a = clse"
    with pytest.raises(ta.CompileError) as caught:
        ta.compile(source)
    assert source[slice(*caught.value.diagnostics[0].span)] == "clse"


def test_any_text_gives_a_plan_or_diagnostics() -> None:
    for source in ["", "\0", "\ud800", "é", "(" * 300 + "1" + ")" * 300, "((((" * 64, "out a = " + "-" * 200 + "close"]:
        try:
            ta.compile(source)
        except ta.CompileError as error:
            assert error.diagnostics


def test_warnings_stay_with_the_plan() -> None:
    plan = ta.compile("let x = 3\nout a = close")
    assert [found.code for found in plan.warnings] == ["TA5003"]


def test_what_a_plan_says_of_itself() -> None:
    plan = ta.compile(
        'param n: int = 20 in 2..400\n@pane("separate")\nout mean = sma(n)\nalert up when close > sma(n)'
    )
    (param,) = plan.params
    assert (param.name, param.type, param.default, param.min, param.max) == ("n", "int", 20, 2, 400)
    assert plan.outputs[0].hints["pane"] == "separate"
    assert [alert.name for alert in plan.alerts] == ["up"]
    assert list(plan.requirements.fields) == ["close"]
    assert plan.id.startswith("sha256:")
    again = ta.load(plan.bytes)
    assert (again.id, again.bytes) == (plan.id, plan.bytes)
    assert again.source_map


def test_golden_plans_load_with_their_identity() -> None:
    paths = sorted((ROOT / "golden/plans").glob("*.plan"))
    assert paths
    for path in paths:
        assert ta.load(path.read_bytes()).bytes == path.read_bytes()


def test_bytes_that_are_no_plan_have_a_code_and_an_offset() -> None:
    with pytest.raises(ta.TaError) as caught:
        ta.load(b"nonsense")
    assert caught.value.code == "TA6001"
    whole = ta.compile("sma(close, 3)").bytes
    with pytest.raises(ta.TaError) as caught:
        ta.load(whole[:-1])
    assert caught.value.code.startswith("TA6")
    with pytest.raises(ta.TaError) as caught:
        ta.load("text")  # type: ignore[arg-type]
    assert caught.value.code == "TA8007"


def test_a_host_limits_plans() -> None:
    with pytest.raises(ta.TaError) as caught:
        ta.compile("bbands(20, 2)", limits={"instructions": 1})
    assert caught.value.code == "TA6013"
    with pytest.raises(ta.TaError) as caught:
        ta.compile("close", limits={"nothing": 1})
    assert caught.value.code == "TA8007"


def test_errors_and_plans_travel_between_processes() -> None:
    with pytest.raises(ta.CompileError) as caught:
        ta.compile("clse")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.diagnostics) == (str(caught.value), caught.value.diagnostics)
    error = ta.TaError("TA7006", "words", column="close", row=3)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.column, again.row, str(again)) == ("TA7006", "close", 3, "TA7006: words")
    plan = ta.compile("sma(close, 3)")
    assert pickle.loads(pickle.dumps(plan)).id == plan.id
    limited = pickle.loads(
        pickle.dumps(ta.compile("param n: int = 2 in 2..99\nout a = sma(close, n)", limits={"history": 1}))
    )
    with pytest.raises(ta.TaError) as refused:
        limited.run({"close": [1.0, 2.0]}, {"n": 30})
    assert refused.value.code == "TA6013"


def test_threads_compile_one_after_another() -> None:
    found: dict[int, str] = {}

    def work(n: int) -> None:
        found[n] = ta.compile(f"sma(close, {n})").id

    threads = [threading.Thread(target=work, args=(n,)) for n in range(2, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: ta.compile(f"sma(close, {n})").id for n in range(2, 10)}


def forked(answers: "multiprocessing.SimpleQueue[str]") -> None:
    plan = ta.compile("param n: int = 3 in 2..9\nout a = sma(n)")
    data = {"close": [1.0, 2.0, 3.0]}
    panel = plan.panel({"a": data, "b": data})
    answers.put(json.dumps([float(panel["a"]["a"][2]), plan.id]))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
def test_a_fork_compiles_and_runs_though_its_parent_did() -> None:
    plan = ta.compile("param n: int = 3 in 2..9\nout a = sma(n)")
    plan.panel({"a": {"close": [1.0, 2.0, 3.0]}})
    context = multiprocessing.get_context("fork")
    answers: "multiprocessing.SimpleQueue[str]" = context.SimpleQueue()
    process = context.Process(target=forked, args=(answers,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert json.loads(answers.get()) == [2.0, plan.id]
