"""WeasyPrint's loaded fonts, in a folder that is removed with the process they belong to."""

from __future__ import annotations

import os

from weasyprint.text.fonts import FontConfiguration

from toolkit.press import scratch


class Fonts(FontConfiguration):
    """Fonts of style sheets; a fork of this process shares their folder and leaves it alone."""

    def __init__(self) -> None:
        super().__init__()
        self._process, self._folder = os.getpid(), scratch.folder()

    def __del__(self) -> None:
        if self._folder is not None and self._process == os.getpid():
            super().__del__()

    def there(self) -> bool:
        """Say whether the files are still where the layout engine will open them."""
        return bool(self._folder.is_dir())
