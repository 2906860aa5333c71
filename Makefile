# The set-up of Open Record. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format lock bench

PORT ?= 8000
export PORT

UV_COMPILE = .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

help: ## This list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: ## The virtual environment in .venv with everything development needs
	@scripts/environment.sh dev

demo: ## Set up the demonstration and serve it on 127.0.0.1, port 8000 or PORT=
	@scripts/demo.sh

test: setup ## Everything: lint, then the tests on SQLite and on PostgreSQL
	@.venv/bin/python scripts/verify.py test

lint: setup ## Style, types, templates, migrations and system checks
	@.venv/bin/python scripts/verify.py lint

format: setup ## Bring code and templates into the house style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@git ls-files --cached --others --exclude-standard 'templates/*.html' | xargs -r .venv/bin/djade --target-version 5.2

bench: setup ## What pages cost: kept ones, the catalogue and search (ITEMS=10000), testimony
	@.venv/bin/python bench/kept_pages.py --requests 400 --rounds 3
	@.venv/bin/python bench/catalogue.py --items $(or $(ITEMS),10000) --times 3
	@.venv/bin/python bench/interview_search.py --interviews 100 --cues 100

lock: setup ## Renew the lock files in requirements/ from pyproject.toml (UPGRADE=1: newest releases)
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) -o requirements/runtime.txt
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --group dev -c requirements/runtime.txt -o requirements/dev.txt
