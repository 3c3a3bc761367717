"""Every rule of packets.yaml has one faulty file in ``bad/``; its first lines say the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.manifest.expected import expected
from toolkit.errors import ToolkitError
from toolkit.manifest import load_packets

BAD = Path(__file__).parent / "bad"
DOCNAMES = ("index", "rights/know-your-rights", "teach-in/handouts/map", "teach-in/handouts/questions")


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_file_gives_its_messages(path: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        load_packets(path, DOCNAMES, BAD)
    assert str(caught.value).splitlines() == expected(path, BAD)


def test_no_such_file() -> None:
    with pytest.raises(ToolkitError) as caught:
        load_packets(BAD / "packets.yml", DOCNAMES, BAD.parent)
    assert str(caught.value) == "bad/packets.yml: there is no such file; create it, or correct the path"
