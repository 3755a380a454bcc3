# Every target sets up what it needs. Another Python or place: make PYTHON=python3.12 VENV=.venv-3.12 test
PYTHON ?=
VENV ?= .venv
# More for pytest, such as: make test TESTS="tests/core -k fold"
TESTS ?=

export PYTHON VENV

.DEFAULT_GOAL := help
.PHONY: help run test check gallery bench soak clean run-environment dev-environment

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: run-environment  ## makes the sample network and opens its first team's window
	$(VENV)/bin/netdesk demo

test: dev-environment  ## all tests
	NETDESK_TESTS_LEAVE_NOTHING=1 $(VENV)/bin/python -m pytest -n 2 --dist loadfile --max-worker-restart=0 --benchmark-disable $(TESTS)

check: dev-environment  ## style, types and the order of the packages
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

gallery: dev-environment  ## a picture of every screen, in build/gallery
	QT_QPA_PLATFORM=offscreen $(VENV)/bin/python -m tests.gallery build/gallery

bench: dev-environment  ## how fast it is
	$(VENV)/bin/python -m pytest tests/benchmarks -m bench -s --timeout=1800 $(TESTS)

soak: dev-environment  ## the long tests: many kills, many examples
	$(VENV)/bin/python -m pytest -m soak --hypothesis-profile=soak --timeout=3600 $(TESTS)

clean:  ## takes away what the other targets made, environments too
	rm -rf .venv .venv-* build dist netdesk-demo .ruff_cache .pytest_cache .hypothesis .benchmarks
	find netdesk tests -name __pycache__ -type d -prune -exec rm -rf {} +

run-environment:
	@packaging/system-packages run
	@packaging/environment run

dev-environment:
	@packaging/system-packages test
	@packaging/environment dev
