"""What the HTML of chapters depends on besides their own doctrees, as one checksum.

It is the same in every process and on every machine with the same project, and it leaves out line numbers, so
that a word changed in one chapter does not touch the others.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit
from toolkit.packets.canonical import Unsafe, canonical, digest
from toolkit.packets.trust import check_hooks
from toolkit.program import PROGRAM, checksum

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from toolkit.packets.builder import PacketsBuilder

_CONFIG_ASIDE = frozenset(
    f"toolkit_{name}" for name in ("packets", "paper", "fonts", "print_folder", "jobs", "cluster")
)
"""Settings that the HTML of a chapter never sees."""

_SEEN = (
    *("titles", "longtitles", "tocs", "toc_num_entries", "toc_secnumbers", "toc_fignumbers"),
    *("toctree_includes", "glob_toctrees", "numbered_toctrees"),
)
"""What references, numbers and lists of chapters read of Sphinx's environment."""

_UNSEEN = frozenset(
    (
        *_SEEN,
        *(
            "_app",
            "_builder_cls",
            "_doctreedir",
            "_srcdir",
            "_pickled_doctree_cache",
            "_write_doc_doctree_cache",
        ),
        *("_search_index_all_titles", "_search_index_filenames", "_search_index_index_entries"),
        *("_search_index_mapping", "_search_index_objnames", "_search_index_objtypes"),
        *("_search_index_title_mapping", "_search_index_titles"),
        *(
            "metadata",
            "all_docs",
            "config",
            "config_status",
            "config_status_extra",
            "current_document",
            "dependencies",
        ),
        *("dlfiles", "domaindata", "domains", "events", "files_to_rebuild", "images", "included"),
        *("original_image_uri", "project", "ref_context", "reread_always", "settings", "version"),
        *("versioning_compare", "versioning_condition", "myst_config", "sd_config"),
        *("toolkit_uses", "toolkit_codes"),
        *("intersphinx_cache", "intersphinx_inventory", "intersphinx_named_inventory"),
    )
)
"""Attributes of the environment that follow from the settings, belong to one chapter or are hashed apart."""

_DOMAINS_ASIDE = frozenset(("changeset", "duration", "todo"))
"""Domains that no reference asks; :mod:`toolkit.packets.trust` knows the node that lists all to-dos."""


def foundation(builder: PacketsBuilder) -> str:
    """Return the checksum of everything that all chapters share; :class:`Unsafe` says why there is none."""
    app = builder._app
    check_hooks(app)
    parts: dict[str, object] = {
        "program": program(),
        "installed": installed(),
        "extensions": dict(_extension_files(app)),
        "config": {value.name: value.value for value in app.config if value.name not in _CONFIG_ASIDE},
        "files": [digest(path) for path in _settings_files(app)],
        "tags": sorted(app.tags),
        "root": str(builder.root),
    }
    checksum = hashlib.sha256()
    for part in (*parts.items(), *_environment(builder.env)):
        try:
            checksum.update(canonical(part).encode("utf-8", "surrogatepass"))
        except RecursionError as error:
            raise Unsafe(f"{part[0]} is nested too deeply") from error
        except Unsafe as error:
            raise Unsafe(f"{part[0]}: {error}") from error
    return checksum.hexdigest()


def program() -> str:
    """Return what stands for the toolkit itself, which may be changed without a new version."""
    return f"{sys.version} {checksum(Path(toolkit.__file__).parent, *PROGRAM)}"


def installed() -> list[str]:
    """Return names and versions of all installed packages, which are the names of their folders."""
    names: set[str] = set()
    for folder in sys.path:
        try:
            names.update(
                name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))
            )
        except OSError:
            continue
    return sorted(names)


def _extension_files(app: Sphinx) -> Iterator[tuple[str, list[str]]]:
    """Yield the checksums of each extension that no version stands for, such as one beside conf.py."""
    for name in sorted(app.extensions):
        file = getattr(sys.modules.get(name), "__file__", None)
        if not file or "site-packages" in file or name.split(".")[0] == "toolkit":
            continue
        path = Path(file)
        yield (
            name,
            [
                digest(part)
                for part in (sorted(path.parent.rglob("*.py")) if path.stem == "__init__" else [path])
            ],
        )


def _settings_files(app: Sphinx) -> Iterator[Path]:
    """Yield the files beside Sphinx's settings that change what is written."""
    yield Path(app.confdir, "conf.py")
    yield from (Path("/etc/docutils.conf"), Path("docutils.conf"), Path("~/.docutils").expanduser())
    yield from map(Path, filter(None, os.environ.get("DOCUTILSCONFIG", "").split(os.pathsep)))
    for folder in app.config.locale_dirs:
        for catalogue in ("sphinx", "toolkit"):
            yield Path(app.srcdir, folder, app.config.language or "en", "LC_MESSAGES", f"{catalogue}.mo")


def _front_matter(metadata: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield what is known of a chapter but how many words it has and on which lines its headings stand."""
    for key, value in metadata.items():
        if key == "myst_slugs" and isinstance(value, dict):
            yield key, {slug: place[1:] for slug, place in value.items()}
        elif key != "wordcount":
            yield key, value


def _environment(env: BuildEnvironment) -> Iterator[tuple[str, object]]:
    yield "chapters", sorted(env.all_docs)
    yield "metadata", {docname: dict(_front_matter(env.metadata[docname])) for docname in env.metadata}
    for name in _SEEN:
        yield name, getattr(env, name)
    for name, value in sorted(vars(env).items()):
        if name not in _UNSEEN:
            yield name, value  # of an extension
    inventories = getattr(env, "intersphinx_cache", {})
    yield "inventories", {key: (value[0], value[2]) for key, value in inventories.items()}
    for domain in env.domains.sorted():
        if domain.name in ("c", "cpp"):
            yield domain.name, sorted(domain.get_objects())
        elif domain.name == "citation":
            found = domain.data["citations"].items()
            yield domain.name, {label: place[:2] for label, place in found}
        elif domain.name not in _DOMAINS_ASIDE:
            yield domain.name, domain.data
