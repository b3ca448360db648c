# Everything a person does with a checkout. `make help` lists it; CI runs the same commands.
#
# What is installed into .venv is stamped with pyproject.toml: a second run installs nothing and
# needs no network.

.POSIX:
.SUFFIXES:

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin
WIKIS = .venv-wikis
VITEPRESS = tests/integrations/vitepress
HOME_FOLDER = .byline
FUZZ_SECONDS = 20
FAMILIES = tables records dumps boards pages texts archives
PORT ?= 8000
# As many processes as the machine has cores share the tests.
SIDE_BY_SIDE = --numprocesses=auto --maxprocesses=8 --dist=loadgroup
PIP = $(BIN)/python -m pip install --disable-pip-version-check --quiet

.PHONY: help serve test lint types bench latency serving loading growing scale quality page-speed screenshots fuzz browser-test wheel-test wiki-test wiki-tools train reference messages clients node-tools tools clean

help:
	@echo 'make serve         install, load the sample collection, serve the chat page on port $(PORT)'
	@echo 'make test          run the tests; says which it skipped and why'
	@echo 'make lint          check style and formatting'
	@echo 'make types         check types'
	@echo 'make wheel-test    build the wheel and try it in an empty environment'
	@echo 'make browser-test  try the chat page in a real browser (needs Chromium)'
	@echo 'make fuzz          let atheris look for files that break an importer, FUZZ_SECONDS=20 for each family'
	@echo 'make wiki-test     try it in MediaWiki, MkDocs, Sphinx and VitePress, those that can be had here'
	@echo 'make bench         measure how fast questions are answered, beside others; COLLECTIONS=path says of what'
	@echo 'make latency       measure it in process and as a command, on the sample collection'
	@echo 'make serving       measure a server at rising load (needs wrk); SERVING_HOME=folder asks what is there'
	@echo 'make page-speed    measure how fast the chat page is in a real browser'
	@echo 'make loading       measure how fast answers are loaded'
	@echo 'make growing       measure one answer added to $(HOME_FOLDER), corrected and removed, until it is found'
	@echo 'make scale         measure it in 100,000 sentences; COLLECTIONS=path says of what'
	@echo 'make quality       compare the replies with other ways of searching; COLLECTIONS=path says on what'
	@echo 'make train         make data/model anew from COLLECTIONS=folder and TEACHER=folder'
	@echo 'make screenshots   take the pictures in docs/images anew'
	@echo 'make reference     write docs/cli.md and docs/settings.md anew'
	@echo 'make messages      bring src/byline/web/translations/ in step with the words of the page'
	@echo 'make clients       make the types of the TypeScript client anew (needs Node)'
	@echo 'make node-tools    install what checks the TypeScript client (needs Node)'
	@echo 'make tools         install all that the tests, the linters and the browser need'
	@echo 'make clean         remove .venv, $(HOME_FOLDER) and whatever else was made here'
	@echo
	@echo 'make PYTHON=python3.13 serve   uses that Python; PORT=9000 serves on that port.'

serve: $(VENV)/.installed
	@echo '==> Loading the sample collection into $(HOME_FOLDER)/'
	@$(BIN)/byline --home $(HOME_FOLDER) sample
	@echo '==> Serving on http://127.0.0.1:$(PORT) until you press Ctrl-C'
	@exec $(BIN)/byline --home $(HOME_FOLDER) serve --port $(PORT)

test: $(VENV)/.installed-test
	@echo '==> Running the tests'
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(TESTS)

lint: $(VENV)/.installed-lint
	@echo '==> Checking style and formatting'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-lint
	@echo '==> Checking types'
	@$(BIN)/mypy

wheel-test: $(VENV)/.installed-test
	@echo '==> Trying the wheel in an empty environment'
	@$(BIN)/python -m pytest -m wheel $(TESTS)

browser-test: $(VENV)/.installed-test $(VENV)/.installed-browser
	@echo '==> Trying the chat page in a real browser'
	@$(BIN)/python -m pytest -m browser $(TESTS)

fuzz: $(VENV)/.installed-test
	@if $(PIP) --only-binary atheris --editable '.[test,fuzz]' && $(BIN)/python -c 'import atheris' 2>/dev/null; then \
	  for family in $(FAMILIES); do \
	    echo "==> Fuzzing $$family for $(FUZZ_SECONDS) seconds"; \
	    $(BIN)/python -m tests.fuzz.target $$family -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	  done; \
	else \
	  echo 'make: atheris has no build for this Python and system, so nothing was fuzzed. It has them for Python 3.11 to'; \
	  echo '      3.13 on Linux. The tests in tests/fuzz need no atheris: BYLINE_FUZZ_EXAMPLES=5000 runs them longer.'; \
	fi

wiki-test: $(VENV)/.installed-test $(VENV)/.installed-browser wiki-tools
	@echo '==> Trying it in wikis, in a real browser'
	@BYLINE_WIKIS='$(CURDIR)/$(WIKIS)' $(BIN)/python -m pytest -m wikis $(TESTS)

wiki-tools: $(WIKIS)/.installed $(VITEPRESS)/node_modules/.installed

train: $(VENV)/.installed
	@echo '==> Installing the training tools into $(VENV)'
	@$(PIP) --editable '.[train]'
	@$(BIN)/python training/train.py '$(COLLECTIONS)' '$(TEACHER)'

bench: $(VENV)/.installed-test
	@$(PIP) --editable '.[test,bench]'
	@from='$(COLLECTIONS)' homes='$(HOMES)'; \
	  $(BIN)/python benchmarks/asking.py $${from:+"$$from"} $${homes:+--homes "$$homes"}

latency: $(VENV)/.installed-test
	@$(BIN)/python benchmarks/ask_latency.py

serving: $(VENV)/.installed-test
	@$(BIN)/python benchmarks/serving.py $(if $(SERVING_HOME),--home '$(SERVING_HOME)') --report benchmarks/SERVING.md

loading: $(VENV)/.installed-test
	@$(BIN)/python benchmarks/loading.py

growing: $(VENV)/.installed-test
	@$(BIN)/python benchmarks/growing.py '$(HOME_FOLDER)'

scale: $(VENV)/.installed-test
	@test -n '$(COLLECTIONS)' || { echo 'make: name the folder: make scale COLLECTIONS=path' >&2; exit 1; }
	@$(BIN)/python benchmarks/scale.py '$(COLLECTIONS)'

quality: $(VENV)/.installed-test
	@test -n '$(COLLECTIONS)' || { echo 'make: name the folder: make quality COLLECTIONS=path' >&2; exit 1; }
	@$(PIP) --editable '.[test,bench]'
	@$(BIN)/python benchmarks/quality.py '$(COLLECTIONS)'

page-speed: $(VENV)/.installed-browser
	@$(BIN)/python benchmarks/page_speed.py

screenshots: $(VENV)/.installed-browser
	@$(BIN)/python benchmarks/screenshots.py

reference: $(VENV)/.installed
	@echo '==> Writing docs/cli.md and docs/settings.md'
	@$(BIN)/python -m byline.cli.reference cli > docs/cli.md.part && mv docs/cli.md.part docs/cli.md
	@$(BIN)/python -m byline.cli.reference settings > docs/settings.md.part && mv docs/settings.md.part docs/settings.md

messages: $(VENV)/.installed
	@echo '==> Collecting the words of the page into src/byline/web/translations/'
	@$(BIN)/python -m byline.web.messages

# Node is on few machines that run Byline: the tests that need it are skipped where it is not.
node-tools: clients/typescript/node_modules/.installed

clients/typescript/node_modules/.installed: clients/typescript/package-lock.json
	@command -v npm >/dev/null 2>&1 || { \
	  echo 'make: there is no npm here. On Debian and Ubuntu: apt-get install nodejs npm' >&2; exit 1; }
	@echo '==> Installing what checks the TypeScript client into clients/typescript/node_modules'
	@cd clients/typescript && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

clients: $(VENV)/.installed node-tools
	@echo '==> Making the types of the TypeScript client'
	@$(BIN)/python -m byline.web.openapi_file > clients/typescript/openapi.json
	@cd clients/typescript && npm run --silent generate

clean:
	@echo '==> Removing what was made here'
	@rm -rf $(VENV) $(WIKIS) $(VITEPRESS)/node_modules $(HOME_FOLDER) clients/typescript/node_modules clients/typescript/dist
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find src tests benchmarks integrations -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, and what is installed into it. Each stamp is made again when pyproject.toml changed.

$(VENV)/.made:
	@echo '==> Making $(VENV) with $(PYTHON)'
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo 'make: there is no $(PYTHON) here. Install Python 3.11 or newer (on Debian and Ubuntu:' >&2; \
	  echo '      apt-get install python3 python3-venv), or name yours: make PYTHON=/path/to/python' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $(PYTHON) is $$($(PYTHON) --version 2>&1); Byline needs Python 3.11 or newer." >&2; \
	  echo '      Name a newer one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo 'make: $(PYTHON) can not make environments. On Debian and Ubuntu: apt-get install python3-venv' >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo '==> Installing Byline into $(VENV)'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo '==> Installing the test tools into $(VENV)'
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.installed-lint: $(VENV)/.installed-test
	@echo '==> Installing the linters into $(VENV)'
	@$(PIP) --editable '.[test,lint]'
	@touch $@

$(VENV)/.installed-browser: $(VENV)/.installed-test
	@echo '==> Installing what drives the browser into $(VENV)'
	@$(PIP) --editable '.[test,browser]'
	@touch $@

# All of these at once, for one who needs them all: each of them looks at everything that is there again.

tools: $(VENV)/.installed-all

$(VENV)/.installed-all: $(VENV)/.made pyproject.toml
	@echo '==> Installing Byline, the test tools, the linters and what drives the browser into $(VENV)'
	@$(PIP) --editable '.[test,lint,browser]'
	@for stamp in installed installed-test installed-lint installed-browser installed-all; do \
	  touch $(VENV)/.$$stamp; \
	done

# What the wikis need, apart from Byline's own environment: their parts have their own demands.

$(WIKIS)/.installed: $(VENV)/.made integrations/mkdocs/pyproject.toml integrations/sphinx/pyproject.toml \
    integrations/mkdocs/src/mkdocs_byline/*.py integrations/sphinx/src/sphinx_byline/*.py
	@echo '==> Installing MkDocs Material and Sphinx into $(WIKIS)'
	@$(PYTHON) -m venv $(WIKIS)
	@$(WIKIS)/bin/python -m pip install --disable-pip-version-check --quiet \
	  ./integrations/mkdocs ./integrations/sphinx 'mkdocs-material>=9.5,<10'
	@touch $@

$(VITEPRESS)/node_modules/.installed: $(VITEPRESS)/package.json
	@if command -v npm >/dev/null 2>&1; then \
	  echo '==> Installing VitePress into $(VITEPRESS)/node_modules'; \
	  (cd $(VITEPRESS) && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel error) \
	    && touch $@; \
	else \
	  echo '==> npm is not installed, so VitePress is left out (on Debian and Ubuntu: apt-get install npm)'; \
	fi
