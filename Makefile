# `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test setup setup-dev lint format types lock messages reset bench

PYTHON ?= python3
PORT ?= 8000
export PORT
VENV_PYTHON := .venv/bin/python

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: setup ## Start the registry with demo records on 127.0.0.1:8000 (PORT= chooses another port)
	@$(VENV_PYTHON) -m scripts.run

test: setup-dev ## Run linters, type check and all tests (ARGS="-k name" goes to pytest)
	@$(VENV_PYTHON) -m scripts.verify -- $(ARGS)

setup: ## Make .venv from the lock file
	@$(PYTHON) scripts/bootstrap.py

setup-dev: ## Make .venv with the tools of developers too
	@$(PYTHON) scripts/bootstrap.py --dev

lint: setup-dev ## Run the linters only
	@$(VENV_PYTHON) -m scripts.verify --only lint

format: setup-dev ## Format the Python files and fix what can be fixed
	@$(VENV_PYTHON) -m ruff check --fix --quiet; $(VENV_PYTHON) -m ruff format

types: setup-dev ## Check the types only
	@$(VENV_PYTHON) -m scripts.verify --only types

messages: setup-dev ## Bring locale/*.po up to date with the sources
	@$(VENV_PYTHON) -m scripts.messages

reset: setup ## Forget the database, the mail and the files of `make run` (FORCE=1 does not ask)
	@$(VENV_PYTHON) -m scripts.reset

export SIZE SIZES BENCH_CASES BENCH_IMPORT BENCH_PROCESSES
SECONDS ?= 5
bench: setup-dev ## Measure speed: SIZE=200000, or SIZES="200000 1000000"; SECONDS=5 for each measure (bench/README.md)
	@BENCH_SECONDS=$(SECONDS) $(VENV_PYTHON) -m bench

UV ?= uv
UV_COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(ARGS)
lock: ## Choose versions anew within requirements/*.in (needs uv; ARGS=--upgrade takes the newest)
	$(UV_COMPILE) requirements/base.in --output-file requirements/base.txt
	$(UV_COMPILE) requirements/base.in requirements/dev.in --output-file requirements/dev.txt
