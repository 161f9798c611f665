"""Every notebook runs from top to bottom and says something.

Numbers set in a cell that is tagged ``parameters`` are sizes: what is committed was played with them as they stand, and
the gate plays with a twentieth of each.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# The kernel runs in a process of its own; its client warns about event loops and ports that are not ours to mend.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_the_notebook_runs(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert any(cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code"), "committed without outputs"
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source, found = re.subn(r"(?<= = )[\d_]+", lambda size: str(max(2, int(size[0]) // 20)), cell.source)
            assert found
    folder = {"metadata": {"path": str(tmp_path)}}  # where a notebook's files go
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs or _only_names_things(cell)


def _only_names_things(cell: Any) -> bool:
    """Return whether a cell imports, sets sizes or defines, so that there is nothing to show."""
    lines = cell.source.rstrip().splitlines()
    return "parameters" in cell.metadata.get("tags", []) or lines[-1].startswith(("import", "from", "    "))
