"""golden/doors.json: a plan over real bars, and the bits that every door answers with. Node writes it."""

import csv
import gzip
import hashlib
import json

import numpy as np

import laakhay_ta as ta
from conftest import ROOT

GOLDEN = json.loads((ROOT / "golden/doors.json").read_text())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bars() -> dict[str, np.ndarray]:
    with gzip.open(ROOT / GOLDEN["bars"]["file"], "rt") as file:
        rows = [row for row in csv.DictReader(file) if row["Ticker"] == GOLDEN["bars"]["ticker"]]
    return {
        field: np.array([float(row[column["header"]]) for row in rows]) for field, column in GOLDEN["inputs"].items()
    }


def test_the_embedded_compiler_writes_the_plan() -> None:
    plan = ta.compile((ROOT / GOLDEN["program"]).read_text())
    assert plan.bytes.hex() == GOLDEN["plan"]
    assert plan.id == GOLDEN["id"]


def test_bits_and_snapshots_are_nodes() -> None:
    plan = ta.load(bytes.fromhex(GOLDEN["plan"]))
    columns = bars()
    assert {field: sha256(values.tobytes()) for field, values in columns.items()} == {
        field: column["sha256"] for field, column in GOLDEN["inputs"].items()
    }
    assert len(GOLDEN["runs"]) > 1
    for run in GOLDEN["runs"]:
        result = plan.run(columns, run["params"])
        assert {name: sha256(values.tobytes()) for name, values in result.items()} == run["outputs"]
        fired = {alert.name: np.zeros(result.rows, np.uint8) for alert in plan.alerts}
        for name, row, _ in result.alerts:
            fired[name][row] = 1
        assert {name: sha256(values.tobytes()) for name, values in fired.items()} == run["alerts"]
        with plan.open(params=run["params"]) as session:
            for row in range(result.rows):
                session.push({field: float(values[row]) for field, values in columns.items()})
            assert sha256(session.snapshot()) == run["snapshot"]
