"""The benchmark that sets Byline beside others runs, where its libraries are installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.evaluation.folders import UNANSWERABLE, write_collection

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "quality.py"


def test_the_report_has_a_row_a_contestant_and_a_column_a_collection(tmp_path: Path) -> None:
    pytest.importorskip("bm25s", reason="comes with the extra 'bench'")
    for name in ("one", "two"):
        write_collection(tmp_path / "collections" / name)
    (tmp_path / "collections" / "out-of-scope.txt").write_text("\n".join(UNANSWERABLE))
    out = tmp_path / "RESULTS.md"
    command = [sys.executable, SCRIPT, tmp_path / "collections", "--model", tmp_path / "none", "--out", out]
    ended = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "there is no model" in ended.stderr
    page = out.read_text(encoding="utf-8")
    first = page.split("## P@1\n")[1].split("## ")[0].splitlines()
    assert first[1] == "| | one | two |"
    rows = {cells[1].strip(): cells[2:4] for cells in (line.split("|") for line in first[3:] if line)}
    assert rows["**Byline, built in**"] == [" **1.000** ", " **1.000** "]
    assert {"rapidfuzz token_set_ratio ¹", "SQLite FTS5, porter", "Tantivy, en_stem"} < rows.keys()
    for heading in ("20% of the longer words", "Knowing when nobody answered", "What each group", "Time and"):
        assert heading in page
