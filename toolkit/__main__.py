"""Lets ``python -m toolkit`` run the command line."""

from __future__ import annotations

from toolkit.cli import main

main()
