"""Every rule of the data files has one folder in ``bad_data/``; its files say the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.manifest.expected import expected
from toolkit.errors import ToolkitError
from toolkit.manifest import load_library

BAD = Path(__file__).parent / "bad_data"


@pytest.mark.parametrize("folder", sorted(BAD.iterdir()), ids=lambda folder: folder.name)
def test_folder_gives_its_messages(folder: Path) -> None:
    with pytest.raises(ToolkitError) as caught:
        load_library(folder, folder)
    wanted = [line for path in sorted(folder.glob("*.yaml")) for line in expected(path, folder)]
    assert str(caught.value).splitlines() == wanted
