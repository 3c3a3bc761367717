"""What WeasyPrint says while it works: collected for authors, and kept from other ears."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator


class Log(logging.Handler):
    """Collects the warnings of WeasyPrint; those of fontTools are for programmers and dropped."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what *record* says, if it is WeasyPrint's."""
        if record.name.startswith("weasyprint"):
            self.found.append(record.getMessage())

    @contextlib.contextmanager
    def collect(self) -> Iterator[None]:
        """Listen while the block runs; nothing reaches other handlers."""
        loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
        before = [logger.propagate for logger in loggers]
        for logger in loggers:
            logger.propagate = False
            logger.addHandler(self)
        try:
            yield
        finally:
            for logger, propagate in zip(loggers, before, strict=True):
                logger.removeHandler(self)
                logger.propagate = propagate
