"""Who follows a run of the packets builder: told what begins and ends, asked which packets to print now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from toolkit.press import Bound, Step

_NAME = "toolkit_follower"
"""The attribute of Sphinx's application that holds the follower; the stored environment never does."""


class Follower(Protocol):
    """What the packets builder calls while it works; *file* is the name of a PDF without its folder."""

    def choose(self, packets: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Return the files to print now, in order; *packets* holds each one's chapters, in the usual order.

        When some are left out, their PDFs and their lines of ``packets.json`` stay as they are.
        """

    def begin(self, file: str) -> None:
        """Work on *file* begins."""

    def step(self, step: Step) -> None:
        """The press has come a step further with the file that began last."""

    def end(self, file: str, bound: Bound | None) -> None:
        """*file* is finished and in its place, or has errors (None) and stays as it was."""


class Silent:
    """Follows without a word and has everything printed."""

    def choose(self, packets: Mapping[str, Sequence[str]]) -> Sequence[str]:
        """Return all files."""
        return list(packets)

    def begin(self, file: str) -> None:
        """Do nothing."""

    def step(self, step: Step) -> None:
        """Do nothing."""

    def end(self, file: str, bound: Bound | None) -> None:
        """Do nothing."""


def follow(app: Sphinx, follower: Follower) -> None:
    """Have *follower* told and asked while *app* builds."""
    setattr(app, _NAME, follower)


def follower_of(app: Sphinx) -> Follower:
    """Return who follows *app*; ask at the time of use, since a builder is made before anyone follows."""
    follower: Follower = getattr(app, _NAME, None) or Silent()
    return follower
