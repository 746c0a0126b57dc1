# Two commands on a bare machine: `make run` and `make test`. They need git, make, python3 >= 3.11.

PYTHON ?= python3
UV ?= uv
FILES ?=
MINUTES ?=
ONLY ?=
SEED ?=
TESTS ?=
UNTIL ?=
export PYTHONUTF8 = 1
# Empty: Python keeps what it compiled, or each of the many processes compiles every module anew.
export PYTHONDONTWRITEBYTECODE =

# Java and PostgreSQL come with the environment: nothing that happens to be installed is looked at.
VENV = .venv/bin/python
SHARED_OUT = -n auto --dist loadscope --no-loadscope-reorder
KAFKA = $(VENV) -m adapters.local.jars --repository "$$PLAINT_MAVEN_REPOSITORY" \
	&& $(VENV) -m adapters.local.aot_cache
LOCK = $(UV) pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-config --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench growth drill soak fuzz story docs properties clocks golden lock clean python run-environment dev-environment

help:           ## say what there is
	@sed -n 's/^\([a-z]*\): .*## /make \1|/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z]*\): .*## /make \1: /p' Makefile

run: run-environment  ## make the environment and start everything on this machine
	@exec .venv/bin/plaint up --sample

test: dev-environment  ## the whole suite, against the real PostgreSQL and the real Kafka
	@$(KAFKA)
	@exec $(VENV) -m pytest $(SHARED_OUT)

check: dev-environment  ## format, lint, types, imports and the quick tests
	@exec $(VENV) -m pytest -q -m 'not servers' --ignore tests/local/test_environment.py

fix: dev-environment  ## format all files, and mend what the linter can
	$(VENV) -m ruff format .
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .

bench: dev-environment  ## figures beside their peers, into docs/performance.md: make bench ONLY=rebuild
	@$(KAFKA)
	@exec $(VENV) -m tests.bench $(if $(ONLY),"--only=$(ONLY)")

growth: dev-environment  ## what becomes slower as the record grows, into docs/growth.md: make growth UNTIL=1000000
	@exec $(VENV) -m tests.growth $(if $(UNTIL),"--until=$(UNTIL)")

drill: dev-environment  ## lose a running system, restore it, say what was lost
	@$(KAFKA)
	@exec $(VENV) -m tests.drill

soak: dev-environment  ## hunt for lost and doubled events for an hour: make soak MINUTES=60 ONLY=
	@$(KAFKA)
	@exec $(VENV) -m tests.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(ONLY),--only $(ONLY))

fuzz: dev-environment  ## ask every operation of a running API rightly and wrongly: make fuzz SEED=1 MINUTES=8
	@exec $(VENV) -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

story: dev-environment  ## tell the stories of complaints: make story ONLY=remitted
	@exec $(VENV) -m tests.stories $(if $(ONLY),--only $(ONLY))

docs: dev-environment  ## write anew what is made from the code: pages, and examples of new events
	@$(VENV) -m tests.support.golden
	@exec $(VENV) -m tests.docs

properties: dev-environment  ## thousands of random histories against every rule, with their statistics
	@exec $(VENV) -m pytest tests/property --timeout 0 --hypothesis-profile thousands \
		--hypothesis-show-statistics

clocks: dev-environment  ## the suite on other days, with faketime: make clocks ONLY=leap_day TESTS=tests/store
	@$(KAFKA)
	@exec $(VENV) -m tests.clocks $(if $(ONLY),--only $(ONLY)) $(SHARED_OUT) $(TESTS)

golden: dev-environment  ## write golden numbers from real data: make golden FILES="a.csv b.csv"
	@exec $(VENV) -m tests.golden_numbers $(FILES)

lock:           ## pin the newest versions that pyproject.toml allows (needs uv)
	$(LOCK) --upgrade --group build --output-file requirements/run.lock
	$(LOCK) --upgrade --group build --group dev --constraint requirements/run.lock \
		--output-file requirements/dev.lock

clean:          ## remove the environment and the caches, never data
	rm -rf .venv .venv-new .venv-old .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find adapters deploy domain plaint projections services tests -name __pycache__ -prune -exec rm -rf {} +

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11" \
		"or newer, or name one, as in \`make PYTHON=/opt/python3.12/bin/python3 run\`." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.hexversion < 0x030B0000 and sys.exit("Plaint needs Python 3.11 " \
		"or newer and $(PYTHON) is %s: name another, as in `make PYTHON=python3.12 run`." \
		% sys.version.split()[0])'
	@$(PYTHON) deploy/bootstrap/preflight.py $(PLAINT_API_PROCESSES)

run-environment: python
	@$(PYTHON) deploy/bootstrap/environment.py run

dev-environment: python
	@$(PYTHON) deploy/bootstrap/environment.py dev
