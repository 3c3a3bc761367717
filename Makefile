# What people type.  `make help` lists it; the rules themselves live in toolkit/.

PY := .venv/bin/python
ifeq ($(shell uname),Darwin)
# Homebrew's libraries are not where macOS looks by itself.
PY := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib $(PY)
endif

RUN := .venv/run.stamp
DEV := .venv/test.stamp
NPM := tests/browser/node_modules/npm.stamp

.PHONY: all site packets check versions serve generated pictures test test-all bench clean help

all: $(RUN)  ## environment if missing, then packets and site into build/base
	@$(PY) -m toolkit build

site: $(RUN)  ## the site alone, with the packets as they are
	@$(PY) -m toolkit site

packets: $(RUN)  ## the packets alone, into build/base/print
	@$(PY) -m toolkit packets

check: $(RUN)  ## all content checks: findings for people, and as JSON in build/.cache
	@$(PY) -m toolkit check

versions: $(RUN)  ## keep the codes at the foot of printed pages in docs/data/versions.yaml
	@$(PY) -m toolkit versions

serve: $(RUN)  ## show the site and the printed pages on this machine, anew whenever a chapter is saved
	@$(PY) -m toolkit serve

generated: $(RUN)  ## write the tables of the handbook that come from the program anew
	@$(PY) tests/handbook.py

pictures: $(NPM)  ## draw the pictures in README.md anew from what was built
	@$(PY) -m toolkit build --quiet
	@tests/browser/pictures

test: $(NPM)  ## everything that must hold before a change lands
	@tests/run

test-all: $(NPM)  ## the same with the long matrix
	@tests/run --all

bench: $(DEV)  ## time and memory beside other tools; options CORPUS=book.tar.gz RUNS=5 ONLY=press,growth
	@$(PY) -m tests.bench --corpus "$(CORPUS)" --runs "$(or $(RUNS),5)" --only "$(ONLY)"

clean:  ## remove build/ with everything built and cached
	rm -rf build

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##  */\1\t/p' Makefile | expand -t 12

# -- what the targets need ------------------------------------------------------------------------
# A stamp is older than the lock after the lock has changed; then the environment is made anew.

$(RUN): requirements.txt
	@.ci/setup system run
	@.ci/setup venv
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@.ci/setup system test
	@.ci/setup dev
	@touch $@

$(NPM): tests/browser/package-lock.json $(DEV)
	@.ci/setup npm
	@touch $@
