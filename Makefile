# Everything a person does with this tree. `make help` lists it.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

NODE  := scripts/with-node node
BUILD := $(NODE) local/src/build.mts

.PHONY: help up test observe-test lint format build generated contracts manifests service services dashboards architecture chart-docs dashboards-pictures openapi rebuild-analytics release-check clean demo bench test-chaos test-fuzz
.PHONY: images kind-up kind-down deploy k8s-test scale-proof

help: ## List all targets
	@sed -n 's/^\([a-z][a-z0-9<>%-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sed 's/%/<package>/' | awk -F'\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'

up: ## Build and start the whole system on this machine; Ctrl-C stops it and keeps the data (OBSERVE=1: with Prometheus and Zipkin)
	@scripts/check-tools && $(if $(OBSERVE),scripts/install-prometheus && scripts/install-collector && )$(BUILD) && exec $(NODE) local/dist/up/main.js

test: ## Everything that must pass: format, lint, types, unit, component and end-to-end tests
	@$(NODE) local/src/run-tests.mts

test-chaos: ## The long integrity test: 20,000 orders while processes, databases and Kafka are killed
	@$(BUILD) && exec $(NODE) test/dist/chaos/main.js

test-fuzz: ## Ask the public API everything its description allows and forbids: no server error (needs python3)
	@scripts/install-schemathesis && $(BUILD) && exec $(NODE) test/dist/fuzz/main.js $(ARGS)

test-%: ## The tests of one package: contracts, chassis, orders, payments, notifications, local, docs, manifests, end-to-end
	@$(NODE) local/src/run-tests.mts $*

observe-test: ## Dashboards, alerts and traces against the running system: every query, a fault drill for every alert that can have one
	@scripts/install-collector && $(NODE) local/src/run-tests.mts --full local grafana

demo: ## The story of an order, with live numbers, each step verified; under 3 minutes
	@scripts/check-tools && $(BUILD) && exec $(NODE) test/dist/demo/main.js

bench: ## Measure speed and latency; prints a table and writes .local/bench.json
	@scripts/check-tools && $(BUILD) && exec $(NODE) test/dist/bench/main.js

build: ## Install and compile what has changed
	@$(BUILD)

lint: ## Check format and lint rules
	@$(BUILD) --root-only && $(NODE) node_modules/.bin/biome ci

format: ## Format, and fix what can be fixed safely
	@$(BUILD) --root-only && $(NODE) node_modules/.bin/biome check --write

generated: contracts manifests services dashboards architecture chart-docs ## All that is made from something else, anew (what services say of themselves: make openapi)

contracts: ## Lock the examples of new versions of events, and write libs/contracts/asyncapi.yaml anew
	@$(BUILD) libs/contracts && $(NODE) libs/contracts/scripts/lock-examples.js && $(NODE) libs/contracts/scripts/asyncapi.js

manifests: ## Write topics, users and their rights, databases and the charts' topology anew from libs/contracts
	@$(BUILD) libs/contracts && $(NODE) k8s/generate.mts

service: ## The frame of a new service: make service NAME=loyalty PORT=3010
	@$(BUILD) local && $(NODE) scripts/services/new.mts "$(NAME)" "$(PORT)" && $(MAKE) services

services: ## Write Dockerfiles, skaffold files and all lists of services anew from local/src/system/services.ts
	@$(BUILD) local && $(NODE) scripts/services/generate.mts && scripts/helm-deps spillway

dashboards: ## Write dashboards, alerts and docs/metrics.md anew from the code
	@$(BUILD) grafana services/* && $(NODE) grafana/dist/main.js

architecture: ## Write the diagrams of docs/architecture.md anew from the code
	@$(BUILD) local services/orders services/gateway && $(NODE) scripts/architecture/generate.mts

chart-docs: ## Write the table of values in charts/service/README.md anew
	@$(BUILD) --root-only && $(NODE) scripts/chart-docs.mts

dashboards-pictures: ## Pictures of the dashboards for docs/dashboards, of four minutes in the life of the real system
	@scripts/install-prometheus && $(BUILD) && $(NODE) grafana/dist/pictures/main.js

openapi: ## Write services/gateway/openapi anew: what the services say of themselves
	@$(BUILD) && $(NODE) test/dist/openapi/main.js

rebuild-analytics: ## Build the figures of analytics anew from the topics, beside the system that is up (ARGS=--restart)
	@$(BUILD) && exec $(NODE) local/dist/up/run-in.js analytics dist/rebuild.js $(ARGS)

release-check: ## Which packages have changed since their version, and what the next one would be
	@$(NODE) scripts/release-check.mts

clean: ## Remove the data, the logs and the results of this machine (.local/)
	@$(BUILD) --quiet && $(NODE) local/dist/up/clean.js

images: ## Build the container images of what has changed (scripts/build-images --help)
	@scripts/build-images

kind-up: ## A kind cluster with the whole system in it; says where to find it (scripts/kind-up --help)
	@scripts/kind-up

kind-down: ## Remove that cluster and its data
	@scripts/kind-down

deploy: ## Bring what has changed into the kind cluster that kubectl talks to (scripts/deploy --help)
	@scripts/deploy

k8s-test: ## Prove the system in a kind cluster: security, upgrades and kills under load (no operators needed)
	@scripts/check-k8s-tools docker kind kubectl helm openssl mvn && $(BUILD) && exec $(NODE) test/dist/k8s/main.js $(ARGS)

scale-proof: ## Measure how it scales by lateness in a kind cluster; writes docs/proof/
	@scripts/check-k8s-tools docker kind kubectl helm && $(BUILD) && exec $(NODE) test/dist/k8s/scale/main.js $(ARGS)
