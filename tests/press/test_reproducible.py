"""Same job, same bytes: other folder, hash seed, locale, time zone and day."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from pathlib import Path
from tests.press.printing import job, picture
from toolkit.press import Press
text = "<h1>One</h1><p>☐ Text, <em>stress</em> הא</p><ul><li>a</ul><pre>code</pre>"
text += '<p><img alt="Houses" src="assets/grey.png"> <a href="https://e.org/">e</a></p>'
text += "<table><tr><th>a<td>b</table>"
bound = Press(Path("cache")).bind(job(text, text.replace("One", "Two"), assets=picture(Path.cwd())))
sys.stdout.buffer.write(bound.pdf)
"""

WORLDS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "SOURCE_DATE_EPOCH": "1"},
)


def test_same_bytes_in_other_worlds(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    pdfs = []
    for number, world in enumerate(WORLDS):
        folder = tmp_path / f"folder-{number}"
        folder.mkdir()
        env = {**os.environ, **world, "PYTHONPATH": str(root)}
        command = [sys.executable, "-c", SCRIPT]
        pdfs.append(subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True).stdout)
    assert len({hashlib.sha256(pdf).hexdigest() for pdf in pdfs}) == 1
    assert str(tmp_path).encode() not in pdfs[0]
    assert b"CreationDate" not in pdfs[0]


def test_nothing_is_left_in_the_environment() -> None:
    from toolkit.press import Press

    before = dict(os.environ)
    Press().measure(["<p>a</p>"], "")
    assert dict(os.environ) == before
