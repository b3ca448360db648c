"""A commit of the index that was killed before its last step does not stand in the way of the next."""

from __future__ import annotations

from pathlib import Path

from byline.search.tantivy_engine import TantivyEngine
from tests.search.test_tantivy_engine import found, load, record


def test_a_killed_commit_is_made_good_by_the_next_one(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = TantivyEngine(folder)
    load(engine, record(1, "Valves open slowly."), record(2, "Pumps run all night."), revision=1)
    (meta,) = folder.glob("*/meta.json")
    committed = meta.read_bytes()
    load(engine, record(1, "Valves close quickly."), revision=2)
    engine.close()

    # The list of what belongs to the index is written last: without it, this is what a kill leaves.
    meta.write_bytes(committed)
    engine = TantivyEngine(folder)
    stamp = engine.stamp()
    assert stamp is not None
    assert stamp.revision == 1
    assert found(engine, "slowly")
    load(engine, record(1, "Valves close quickly."), revision=2)
    assert not found(engine, "slowly")
    assert found(engine, "quickly")
    engine.close()
