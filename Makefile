.DEFAULT_GOAL := help
.PHONY: help run test demo lint format messages lock diagrams bench coverage

PYTHON := .venv/bin/python
CATALOGUES := portal/translations
LANGUAGES := fr
PIP_COMPILE := PIP_CONFIG_FILE=/dev/null $(PYTHON) -m piptools compile --quiet --generate-hashes \
	--strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; \
		do printf '  make %-10s %s\n' "$$name" "$$text"; done

run: ## Install what is missing and start the portal on 127.0.0.1:5000
	@python3 portal/bootstrap.py run

test: ## Run lint, types, import contracts and all tests, on SQLite and PostgreSQL
	@python3 portal/bootstrap.py test

demo: ## Play the whole life of one centre and write its PDFs to instance/demo/
	@python3 portal/bootstrap.py demo

lint: ## Run only the checks of style, types and imports (after make test)
	@$(PYTHON) tests/run_all.py lint

format: ## Put Python and templates into the house format
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m djlint portal/templates --reformat --quiet

coverage: ## Measure what the tests reach, on SQLite
	@$(PYTHON) -m pytest --cov --cov-report=term:skip-covered

messages: ## Collect the texts to translate and update the catalogues
	@$(PYTHON) -m babel.messages.frontend extract -F babel.cfg -k _l -k N_ --add-location=file \
		--sort-by-file --no-wrap --omit-header -o $(CATALOGUES)/messages.pot portal
	@for language in $(LANGUAGES); do \
		verb=update; test -f $(CATALOGUES)/$$language/LC_MESSAGES/messages.po || verb=init; \
		$(PYTHON) -m babel.messages.frontend $$verb -i $(CATALOGUES)/messages.pot \
			-d $(CATALOGUES) -l $$language --no-wrap || exit 1; done

lock: ## Pin every package with its hashes in the two lock files
	@$(PYTHON) -m pip install --quiet pip-tools
	@env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL $(PIP_COMPILE) -o requirements.lock setup.cfg
	@env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL $(PIP_COMPILE) --extra test \
		-c requirements.lock -o requirements-test.lock setup.cfg

diagrams: ## Draw the state diagrams in docs/ from the lifecycle tables
	@$(PYTHON) -m flask --app portal diagrams

bench: ## Measure the slow parts and print the figures
	@$(PYTHON) -m bench
