"""Checks: functions that yield findings over chapters, over the site and over PDFs."""
