# The same commands for people and for .ci/run. Works with GNU make 3.81 (macOS) and newer.
PYTHON ?= python3
ARGS ?=
# Where pip finds torch, when not in the usual place: docs/running.md, "CPU-only wheels".
TORCH_INDEX ?=
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
# The npm that pip brought, so that nobody needs a Node of their own.
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm
# The line of requirements.txt that pins torch.
TORCH := $(shell sed -n 's/^\(torch==[^ ]*\).*/\1/p' requirements.txt)

.PHONY: help run install install-mp4 install-dev test lint format bench train evaluate examples pictures accept clean

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## /\1\t/p' Makefile | awk -F '\t' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: install ## open the studio on http://127.0.0.1:7860; flags: make run ARGS="--port 8000"
	@$(PY) app.py $(ARGS)

install: $(VENV)/.installed ## make .venv and install what a running Emerge needs, where that is not done

install-mp4: $(VENV)/.installed-mp4 ## and what writes films as MP4 (optional)

install-dev: $(VENV)/.installed-dev ## and what tests, lint and training need

test: install-dev ## run the whole suite, with a real Chromium
	@chromium="$$(tools/chromium.sh $(PY))" && CHROMIUM="$$chromium" $(PY) -m pytest $(ARGS)

lint: install-dev node_modules/.installed ## formatting, lint and types, of Python, scripts and style sheets
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(NPM) run --silent lint

format: install-dev node_modules/.installed ## format the code and mend what ruff can mend
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	$(NPM) run --silent format

bench: install-dev ## ratios against stock diffusers, measured side by side, into build/bench.json
	@chromium="$$(tools/chromium.sh $(PY))" && CHROMIUM="$$chromium" $(PY) -m benchmarks $(ARGS)

train: install-dev ## train the built-in model; in chunks: make train ARGS="--for 9"
	@$(PY) -m training $(ARGS)

evaluate: install-dev ## judge the built-in model's pictures and write sheets of them
	@$(PY) -m training.evaluation.evaluate $(ARGS)

examples: install-dev ## paint the thumbnails and example runs that the page shows
	@$(PY) -m ui.examples $(ARGS)

pictures: install-dev ## take all pictures of README and the guide anew, from the page itself
	@chromium="$$(tools/chromium.sh $(PY))" && CHROMIUM="$$chromium" $(PY) -m tests.accept.pictures $(ARGS)

accept: install-dev ## clone HEAD, install it, drive it offline in Chromium, print goal, measured, met
	@chromium="$$(tools/chromium.sh $(PY))" && CHROMIUM="$$chromium" $(PY) -m tests.accept $(ARGS)

clean: ## remove what was built, keeping .venv and user data
	rm -rf build .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.created:
	@python="$$(tools/python.sh $(PYTHON))" && "$$python" -m venv $(VENV)
	@$(PIP) --version >/dev/null || { echo "The new environment has no pip. Debian, Ubuntu: sudo apt-get install python3-pip python3-venv; then rm -r $(VENV) and try again." >&2; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.created
	$(if $(TORCH_INDEX),$(PIP) install --extra-index-url $(TORCH_INDEX) $(TORCH))
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.installed-mp4: requirements-mp4.txt $(VENV)/.installed
	$(PIP) install -r requirements-mp4.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PIP) install -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json $(VENV)/.installed-dev
	$(NPM) ci --no-audit --no-fund
	@touch $@
