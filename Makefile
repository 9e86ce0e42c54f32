# Everything a fresh machine needs is installed by these targets; each is quick when there is nothing to do.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
RUN_PACKAGES := python3-venv libportaudio2 libasound2-plugins
TEST_PACKAGES := pulseaudio pulseaudio-utils espeak-ng coturn nftables iproute2 tmux wrk chromium firefox-esr

.PHONY: run setup test lint bench faults call-faults words lock clean docs pictures

run: setup
	$(BIN)/bedside demo

setup: $(VENV)/.installed

test: $(VENV)/.installed-dev node_modules/.installed
	@./requirements/apt $(TEST_PACKAGES)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/.installed-dev node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	node_modules/.bin/tsc --project .

bench: $(VENV)/.installed-dev
	@./requirements/apt wrk
	$(BIN)/python -m bench

faults: $(VENV)/.installed-dev
	@./requirements/apt $(TEST_PACKAGES) pipewire pipewire-pulse wireplumber dbus-daemon
	$(BIN)/python -m faults

call-faults: $(VENV)/.installed-dev
	@./requirements/apt chromium
	$(BIN)/python -m call_faults

words: $(VENV)/.installed-dev
	$(BIN)/python -m tools.words

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tools.api
	$(BIN)/python -m tools.causes

lock: $(VENV)/.uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --quiet pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --quiet pyproject.toml --group dev -o requirements/dev.txt

$(VENV)/.uv: requirements/uv.txt
	@./requirements/apt $(RUN_PACKAGES)
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Compiled while it is installed: where Python may write no bytecode, each start would compile everything anew.
# The run-time set and the development set share one environment: the larger one wins once it is there.
$(VENV)/.installed: $(VENV)/.uv requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py $(wildcard console/words/locale/*/LC_MESSAGES/*.po)
	@if [ -e $(VENV)/.installed-dev ]; then $(MAKE) --no-print-directory $(VENV)/.installed-dev; else \
	  $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/run.txt -r requirements/build.txt && \
	  $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e . && $(BIN)/python -m compileall -q console ; fi
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.uv requirements/dev.txt pyproject.toml hatch_build.py $(wildcard console/words/locale/*/LC_MESSAGES/*.po)
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q console
	@touch $@ $(VENV)/.installed

node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || ./requirements/apt nodejs npm
	@npm ci --silent --no-audit --no-fund
	@touch $@

clean:
	rm -rf $(VENV) node_modules build dist

pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tools.pictures
