# Two commands matter: `make run` and `make test`. The work itself is in scripts/, one file per task.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run release dev test test-fast torture mutants bench dist fmt clean-run-data
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Build output follows CARGO_TARGET_DIR when it is set.
TARGET := $(or $(CARGO_TARGET_DIR),target)
RELEASE := $(TARGET)/.release.stamp
# Folders count too: a removed file changes only its folder's time.
SOURCES := $(shell find app server frontend migrations style \( -type f -o -type d \) -not -name '*.md' 2>/dev/null) \
	$(wildcard Cargo.toml Cargo.lock rust-toolchain.toml .cargo/config.toml scripts/build-release.sh end2end/package-lock.json)

help: ## this list
	@echo "Landfall. Usage: make TASK"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r task what; do printf '  %-16s %s\n' "$$task" "$$what"; done

run: $(RELEASE) ## build the release, prepare the database with sample content, serve it
	@exec scripts/run.sh

release: $(RELEASE)

# Without a change in the sources this does nothing: cargo is not called at all. The stamp bears the time the build
# began, so that a source changed meanwhile is built next time.
$(RELEASE): $(SOURCES)
	@mkdir -p $(TARGET) && touch $@.begun
	@scripts/build-release.sh
	@mv $@.begun $@

dev: ## serve a debug build that rebuilds and reloads on every change
	@exec scripts/dev.sh

test: ## everything: format, lints, tests on both databases, release, budgets, browser, torture (quick)
	@exec scripts/test.sh all

test-fast: ## format, lints and the Rust tests on both databases; no release build, no browser
	@exec scripts/test.sh fast

torture: $(RELEASE) ## the write path under kill -9, dropped sockets and strace, in full (three quarters of an hour)
	@exec scripts/torture.sh full

mutants: ## which small changes to the code of permissions no test notices (OF=domain or services: an hour each)
	@exec scripts/mutants.sh $(or $(OF),domain)

bench: $(RELEASE) ## figures beside nginx, written to bench/<date>.md
	@exec scripts/bench.sh

dist: $(RELEASE) ## one archive that runs on a bare Debian 12: dist/landfall-<version>-linux-x86_64.tar.gz
	@exec scripts/dist.sh

fmt: ## format the Rust sources
	cargo fmt --all

clean-run-data: ## remove the database and files that `make run` made under data/
	@exec scripts/clean-run-data.sh
