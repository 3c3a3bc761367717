// Adapts Sphinx's search to this theme; loaded on the search page only, before searchtools.js.
// From a folder (file:) a browser may not fetch the pages that excerpts come from.
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:";
// Single keys are no commands here: they get in the way of people who speak to their machine (WCAG 2.1.4).
DOCUMENTATION_OPTIONS.ENABLE_SEARCH_SHORTCUTS = false;
// Found words are not marked on the pages, so that nothing stays in the browser's storage.
const SPHINX_HIGHLIGHT_ENABLED = false;
