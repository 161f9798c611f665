"""A run whose finished blocks are kept in a folder, so that it can be interrupted and gone on with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.ensembles import ensemble
from summitry.ensembles.ensemble import Progress
from summitry.ensembles.result import EnsembleResult
from summitry.ensembles.rows import Rows
from summitry.ensembles.tally import Tally
from summitry.ensembles.tally_text import from_text, to_text
from summitry.kept import folders, output
from summitry.kept.record import Record
from summitry.kept.unfinished import Unfinished
from summitry.scenario.scenario import Scenario
from summitry.talks.randomness import BLOCK
from summitry.workers import crew
from summitry.workers.pieces import Piece, Talks, cut, together

if TYPE_CHECKING:
    import pyarrow as pa

TALLY = b"summitry.ensembles.tally"
"""Under this key a block's file has the tally of its rows."""

ROW_GROUP = 20
"""Blocks that make a row group of the table of worlds: whoever reads or writes it holds one in memory."""


@dataclass(frozen=True)
class KeptRun:
    """A run of which each block that is finished lies in a folder as a table of its worlds, with their tally.

    Parameters
    ----------
    scenario, worlds, seed
        What is played.
    kept
        The folder.
    """

    scenario: Scenario
    worlds: int
    seed: int
    kept: Unfinished

    @staticmethod
    def record(scenario: Scenario, worlds: int, seed: int) -> Record:
        """Return what the folder's results are of."""
        return Record(scenario, "run", {"worlds": [str(worlds)], "seed": [str(seed)]})

    @property
    def done(self) -> int:
        """How many worlds are finished."""
        return sum(min(BLOCK, self.worlds - block * BLOCK) for block in self.kept.finished)

    def play(self, workers: int | None, executor: Executor | None, progress: Progress) -> None:
        """Play what is missing."""
        there = set(self.kept.finished)
        missing = [block for block in range(-(-self.worlds // BLOCK)) if block not in there]
        most = together(self.scenario, len(missing) * BLOCK, workers, executor)
        talks = Talks.of(self.scenario)
        pieces = cut(talks, self.seed, self.worlds, most, keep=True, explain=True, blocks=missing)
        with closing(crew.in_order(play_packed, pieces, workers, executor)) as played:
            for piece, blocks in zip(pieces, played, strict=True):
                for block, content in enumerate(blocks, start=piece.start // BLOCK):
                    self.kept.keep(block, content)
                progress(piece.size)

    def finish(self, progress: Progress) -> EnsembleResult:
        """Make the results of the blocks, put them into the folder, and return the answer."""
        made: list[EnsembleResult] = []

        def write(place: Path) -> None:
            tally = Tally.total(self._joined(place / folders.WORLDS, progress))
            made.append(EnsembleResult(self.scenario, self.seed, tally))
            (place / self.kept.record.name).write_text(self.kept.record.text(), encoding="utf-8")
            output.write(made[0], place)

        self.kept.finish(write, folders.of_earlier(self.kept.folder))
        return made[0]

    def _joined(self, path: Path, progress: Progress) -> Iterator[Tally]:
        """Yield the tallies of the blocks in their order, and write their rows to one table."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        first = _table(self.kept.part(0))
        about = {key: value for key, value in first.schema.metadata.items() if key != TALLY}
        schema = first.schema.with_metadata(about)
        with pq.ParquetWriter(path, schema) as writer:
            group: list[pa.Table] = []
            for block in self.kept.finished:
                table = _table(self.kept.part(block))
                group.append(table.cast(schema))
                if len(group) == ROW_GROUP or block == self.kept.finished[-1]:
                    writer.write_table(pa.concat_tables(group).combine_chunks(), row_group_size=ROW_GROUP * BLOCK)
                    group = []
                yield from_text(table.schema.metadata[TALLY].decode())
                progress(table.num_rows)


def play_packed(piece: Piece) -> list[bytes]:
    """Play a piece, wherever this is, and return block by block what is kept of it."""
    played = ensemble.play_piece(piece)
    talks = piece.talks.arrived()
    return [_packed(talks, tally, rows) for tally, rows in played if rows is not None]


def _packed(scenario: Scenario, tally: Tally, rows: Rows) -> bytes:
    """Return a block's rows as a Parquet file that holds their tally as well."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from summitry.ensembles.table import frame

    table = pa.Table.from_pandas(frame(scenario, rows), preserve_index=False)
    table = table.replace_schema_metadata({**table.schema.metadata, TALLY: to_text(tally).encode()})
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def _table(content: bytes) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)  # quicker than threads where it is small
