"""``make bench``: this press and what people would use instead, side by side, in one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import corpus, environment, growth, report, same
from tests.bench.bench import Bench
from tests.bench.measure import Failed
from tests.bench.peers import press, renderings, serve, tools

WORK = corpus.ROOT / "build" / ".cache" / "bench"
RESULTS = corpus.ROOT / "bench" / "results.md"
ENOUGH = 5
"""Runs that a published number is the median of, at least."""

PARTS: dict[str, Callable[[Bench], None]] = {
    "press": press.measure,
    "serve": serve.measure,
    "alone": press.measure_alone,
    "stock": renderings.measure_stock,
    "one": renderings.measure_one,
    "chromium": renderings.measure_chromium,
    "simplepdf": tools.measure_simplepdf,
    "typst": tools.measure_typst,
    "same": same.measure,
    "growth": growth.measure,
}


def main() -> int:
    """Measure what was asked for, print the tables and write them to a file."""
    options = _options()
    wanted = [name for name in options.only.split(",") if name] or list(PARTS)
    source = corpus.unpack(options.corpus, WORK)
    bench = Bench(WORK, source, environment.python_of_peers(WORK / "environment"), options.runs)
    (WORK / "job.pickle").unlink(missing_ok=True)
    book = bench.copy("facts")
    failed = False
    for name in wanted:
        print(f"{name}:")
        try:
            PARTS[name](bench)
        except Failed as error:
            failed = True
            bench.skipped.append(f"{name}: a command failed")
            print(error, file=sys.stderr)
    text = report.report(bench, f"{book.name}: {book.facts()}")
    whole = len(wanted) == len(PARTS) and options.runs >= ENOUGH and not failed
    target = RESULTS if whole else WORK / "results.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(f"\n{text}\n{target.relative_to(corpus.ROOT)} is written")
    return int(failed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--corpus", type=_path, help="folder or tar file of a Sphinx book; default: docs/")
    parser.add_argument("--runs", type=int, default=ENOUGH, help="runs a number is the median of")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}; results stay in build/")
    options = parser.parse_args()
    if unknown := set(filter(None, options.only.split(","))) - set(PARTS):
        parser.error(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    return options


def _path(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"{text} is not there")
    return path


if __name__ == "__main__":
    sys.exit(main())
