"""The directives and roles that authors write; one family a file, each with its ``setup_<family>``."""
