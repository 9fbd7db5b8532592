import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


def compiled_cases() -> list[dict[str, Any]]:
    """Every conformance case with the plan that Node's compiler wrote."""
    cases: list[dict[str, Any]] = json.loads((ROOT / "spec/cases/compiled.json").read_text())
    return cases


@pytest.fixture
def closes() -> np.ndarray:
    """A thousand closes with gaps, the same each time."""
    random = np.random.default_rng(7)
    values = 100 + np.cumsum(random.normal(size=1000))
    values[random.integers(0, 1000, 20)] = np.nan
    return values
