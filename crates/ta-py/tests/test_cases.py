"""spec/cases through this door: by plan bytes and by source, by batch and by step, to the bit."""

import math
import sys
from typing import Any

import numpy as np
import pytest

import laakhay_ta as ta
from conftest import ROOT, compiled_cases

CASES = compiled_cases()
NUMBERS = {"na": math.nan, False: 0.0, True: 1.0}


def number(value: Any) -> float:
    return NUMBERS[value] if isinstance(value, (str, bool)) else float(value)


def expected(name: str, kind: str, case: dict[str, Any]) -> np.ndarray:
    values = case["outputs"][name]
    if kind == "bool":
        return np.array([2 if value == "na" else int(value) for value in values], dtype=np.uint8)
    return np.array([number(value) for value in values], dtype=np.float64)


def bits(values: np.ndarray) -> bytes:
    """A column's bytes; every missing value is one NaN, whose bits the engine fixes and Python's nan has."""
    return values.tobytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_batch_and_step(case: dict[str, Any]) -> None:
    plan = ta.load(bytes.fromhex(case["plan"]))
    columns = {name: np.array([number(value) for value in values]) for name, values in case["columns"].items()}
    result = plan.run(columns, case["params"])
    alerts = {(name, row) for name, rows in case["alerts"].items() for row in rows}
    assert set(result) == set(case["outputs"])
    for output in plan.outputs:
        assert bits(result[output.name]) == bits(expected(output.name, output.type, case)), output.name
    assert {(alert.name, alert.row) for alert in result.alerts} == alerts

    fired = set()
    with plan.open(params=case["params"]) as session:
        for row in range(result.rows):
            tick = session.push({name: float(values[row]) for name, values in columns.items()})
            for name, value in tick.outputs.items():
                assert np.array(value).astype(result[name].dtype).tobytes() == result[name][row].tobytes()
            fired |= {(alert.name, alert.row) for alert in tick.alerts}
    assert fired == alerts


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib came with Python 3.11")
def test_the_embedded_compiler_writes_nodes_bytes() -> None:
    import tomllib

    sources = {}
    for path in (ROOT / "spec/cases").glob("*.toml"):
        for case in tomllib.loads(path.read_text())["case"]:
            sources[case["id"]] = case["program"]
    assert len(sources) == len(CASES)
    differ = [case["id"] for case in CASES if ta.compile(sources[case["id"]]).bytes.hex() != case["plan"]]
    assert differ == []
