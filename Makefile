# Node Join Operator. `make help` lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

KUBERNETES_VERSION ?= 1.35.4
export KUBERNETES_VERSION

# The first JDK >= 25 among JAVA_HOME, the java on PATH and the usual folders, judged by its
# `release` file so that no JVM is started.
JDK_CANDIDATES = $(JAVA_HOME) \
	$(patsubst %/bin/java,%,$(realpath $(shell command -v java 2>/dev/null))) \
	$(wildcard /usr/lib/jvm/* /opt/java/* /opt/jdk* $(HOME)/.sdkman/candidates/java/* $(HOME)/.jdks/* \
		/Library/Java/JavaVirtualMachines/*/Contents/Home)
JDK := $(shell for home in $(JDK_CANDIDATES); do \
	major=$$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$$home/release" 2>/dev/null); \
	if [ "$${major:-0}" -ge 25 ] && [ -x "$$home/bin/javac" ]; then echo "$$home"; break; fi; done)
MAVEN = JAVA_HOME="$(JDK)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS" mvn --batch-mode --no-transfer-progress

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: jdk
jdk:
	@[ -n "$(JDK)" ] || { echo "No JDK 25 or newer found. Install one (for example Temurin 25) or set JAVA_HOME to it." >&2; exit 1; }
	@command -v mvn >/dev/null || { echo "No mvn found on the PATH. Install Maven 3.8.7 or newer." >&2; exit 1; }

.PHONY: build
build: jdk ## Build dist/bin/operator and dist/bin/node-agent with their own Java runtimes
	@$(MAVEN) -q package -DskipTests -Dspotless.check.skip -pl operator,node-agent,test-cluster,examples -am
	@deploy/link-runtimes "$(JDK)" operator node-agent

.PHONY: test
test: build ## Run every test on real Kubernetes (KUBERNETES_VERSION=1.37.2 for the other release)
	@$(MAVEN) verify

.PHONY: demo
demo: build ## Play the first join: cluster, machine, approval, thief (KEEP=1 leaves it running)
	@exec "$(JDK)/bin/java" -cp 'examples/target/classes:examples/target/dependencies/*' \
		dev.nodejoin.examples.demo.Demo "$(CURDIR)" $(if $(filter-out 0 no false,$(KEEP)),keep)

.PHONY: compare
compare: jdk ## Compare the agent's joins with real kubeadm's, and print what differs (KUBERNETES_VERSION=1.37.2 as well)
	@rm -rf node-agent/target/compare
	@$(MAVEN) -q verify -Dspotless.check.skip -pl node-agent -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
		'-Dit.test=Compare*IT' -Dfailsafe.failIfNoSpecifiedTests=false; \
		status=$$?; cat node-agent/target/compare/*.txt; exit $$status

BENCHMARK = "$(JDK)/bin/java" -Dnodejoin.log.level=warn \
	-cp 'benchmarks/target/classes:benchmarks/target/dependencies/*' dev.nodejoin.benchmarks
.PHONY: bench
bench: $(if $(filter bans,$(BENCH)),jdk,build) ## Measure joins beside kubeadm's, and what bans cost (minutes; BENCH=join|bans)
	@$(MAVEN) -q package -DskipTests -Dspotless.check.skip -pl benchmarks -am
	@$(if $(filter bans,$(BENCH)),,$(BENCHMARK).JoinLatency dist $(JOINS))
	@$(if $(filter join,$(BENCH)),,$(BENCHMARK).BanLatency $(ROUNDS))

.PHONY: image
image: build ## Pack the agent into dist/node-agent.tar.gz, the same bytes from the same sources
	@deploy/pack-agent dist dist/node-agent.tar.gz

.PHONY: reproduce
reproduce: jdk ## Build the agent's archive twice, at two places, and compare the bytes
	@MAVEN='$(MAVEN)' deploy/reproduce-agent "$(JDK)"

# Test clusters for people: CLUSTER is the name of one; DIRECTORY is where one is that another program holds, such as
# `make demo KEEP=1`. Recipes read variables of the command line from their environment: so nothing in them is shell.
ifeq ($(origin AS),default)
undefine AS # make knows an assembler by that name
endif
LAUNCHER = test-cluster/target/launcher
LAUNCH = exec "$(JDK)/bin/java" -cp 'test-cluster/target/classes:test-cluster/target/dependencies/*' dev.nodejoin.testcluster.Launcher
WHICH = $(if $(DIRECTORY),--directory "$$DIRECTORY",$(if $(CLUSTER),--name "$$CLUSTER"))

$(LAUNCHER): pom.xml test-cluster/pom.xml $(shell find test-cluster/src/main -type f) | jdk
	@$(MAVEN) -q package -Dmaven.test.skip -Dspotless.check.skip -pl test-cluster -am >&2
	@touch $@

.PHONY: up
up: $(LAUNCHER) ## Start a cluster that stays up (CLUSTER=name for another one)
	@$(LAUNCH) up $(WHICH)

.PHONY: kubeconfig
kubeconfig: export MEMBER_OF = $(GROUPS) # some shells know GROUPS as something else
kubeconfig: $(LAUNCHER) ## Print its kubeconfig (AS=alice GROUPS="a b" for somebody's, CLUSTER=name)
	@for group in $$MEMBER_OF; do set -- "$$@" --group "$$group"; done; \
		$(LAUNCH) kubeconfig $(WHICH) $(if $(AS),--user "$$AS") "$$@"

.PHONY: machine
machine: $(LAUNCHER) ## Open a shell on its machine NAME=worker-1, started if new (RUN="ls /" runs that instead)
	@[ -n "$$NAME" ] || { echo "Say which machine: make machine NAME=worker-1 (cp1 is the control plane)" >&2; exit 1; }
	@$(LAUNCH) machine $(WHICH) "$$NAME" $(if $(RUN),-- sh -c "$$RUN")

.PHONY: down
down: $(LAUNCHER) ## End it (CLUSTER=name)
	@$(LAUNCH) down $(WHICH)

.PHONY: install
install: ## Install into the cluster of the current kubectl context
	@kubectl apply --server-side -f deploy/install.yaml

.PHONY: run
run: build ## Run the operator against the current kubectl context, as its ServiceAccount
	@deploy/run-operator

.PHONY: generate
generate: jdk ## Refresh the generated files that are committed
	@for what in definitions manifest; do \
		$(MAVEN) -q test -pl crds -am -Dtest="GeneratedFilesTest#the_committed_$${what}_*" \
			-Dsurefire.failIfNoSpecifiedTests=false -Dnodejoin.generate=true || exit 1; done

.PHONY: fmt
fmt: jdk ## Format the sources
	@$(MAVEN) -q spotless:apply

.PHONY: clean
clean: ## Delete everything that was built
	@rm -rf dist */target
