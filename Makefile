# lnn-top: two commands are all a newcomer needs, `make run` and `make test`. Both install what is missing.

PREFIX ?= /usr/local
SWIFT ?= swift
CONFIGURATION ?= release
# Colours are a flag of the compiler: with them on a terminal and without them in a pipe each would build all anew.
FLAGS := -c $(CONFIGURATION) --no-color-diagnostics
# Without this flag tests would have a program of their own, built anew after 'make run': none looks at what is not public.
TEST_FLAGS := $(FLAGS) --disable-testable-imports

ifeq ($(shell uname -s),Darwin)
# Homebrew's names. What it installs lies where no compiler looks by itself, and some of it beside the rest.
LIBRARIES := ncurses sqlite libyaml protobuf-c libarchive fast_float mosquitto libsndfile libsamplerate fftw pkgconf
TEST_TOOLS := tmux openssl@3
HOMEBREW := $(shell brew --prefix 2>/dev/null)
export CPATH := $(HOMEBREW)/include
export LIBRARY_PATH := $(HOMEBREW)/lib
export PKG_CONFIG_PATH := $(HOMEBREW)/lib/pkgconfig:$(HOMEBREW)/opt/libarchive/lib/pkgconfig:$(HOMEBREW)/opt/sqlite/lib/pkgconfig
else
LIBRARIES := libncursesw5-dev libsqlite3-dev libyaml-dev libprotobuf-c-dev libarchive-dev libfast-float-dev libmosquitto-dev \
  libsndfile1-dev libsamplerate0-dev libfftw3-dev zlib1g-dev
TEST_TOOLS := tmux mosquitto openssl
endif
ARM_TOOLS := qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
DEVICE_TOOLS := gcc g++ gcc-arm-none-eabi qemu-system-arm qemu-user gcc-arm-linux-gnueabihf libc6-dev-armhf-cross \
  gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-riscv64-linux-gnu libc6-dev-riscv64-cross gcc-riscv64-unknown-elf \
  gcc-i686-linux-gnu libc6-dev-i386-cross gcc-avr avr-libc simavr cppcheck python3-venv
MPI_TOOLS := openmpi-bin libopenmpi-dev
CLUSTER_TOOLS := slurm-wlm munge parallel procps python3-venv $(MPI_TOOLS)
PACKAGE_TOOLS := binutils gcc libc6-dev python3
DEB_TOOLS := $(PACKAGE_TOOLS) debhelper dpkg-dev $(MPI_TOOLS)
DIST_TOOLS := $(PACKAGE_TOOLS) patchelf
SOURCES := Package.swift Sources Tests

.PHONY: all help run build mpi test test-device test-cluster test-python test-arm bench peers peers-sequences peers-recordings peers-onnx peers-reading soak sanitize fuzz protobuf lint format docs api-check install uninstall deb dist clean dependencies test-dependencies

all: build

help:
	@echo "make run [ARGS=...]      build, then lnn-top ARGS; without ARGS the lane-keeping sample"
	@echo "make test                all tests"
	@echo "make test-device         exported C on microcontrollers and other processors, emulated; installs their compilers"
	@echo "make test-cluster        sweeps on a Slurm of their own, with GNU parallel and Optuna, trainings with Open MPI, which it installs; as root"
	@echo "make test-python         the Python module and the schemas beside Python's own validator; installs pandas in .build/pandas-python"
	@echo "make mpi                 what trainings in several processes need, beside the program: Open MPI, which it installs"
	@echo "make test-arm            the kernels as ARM64 runs them, under QEMU, and how many instructions each takes"
	@echo "make install PREFIX=DIR  the program, its manual, completions, themes, samples and documents ($(PREFIX))"
	@echo "make uninstall           removes them"
	@echo "make deb                 Debian packages, which need no Swift, in .build/packages"
	@echo "make dist                a tarball for other systems with glibc 2.36 or newer, in .build/packages"
	@echo "make bench               how fast this machine computes networks ('lnn-top benchmark' compares what they learn)"
	@echo "make peers               the same beside the Python package ncps and JAX, which it installs in .build/peers"
	@echo "make peers-sequences     training on tokens and of stacked networks, beside torch and ncps"
	@echo "make peers-recordings    torch's LSTM on spoken digits; ARGS='--archive recordings.tar.gz' names the recordings"
	@echo "make peers-onnx          exported ONNX files in onnxruntime, which it installs in .build/peers-onnx"
	@echo "make peers-reading       how fast tables are read, beside pandas and polars, which it installs in .build/peers-reading"
	@echo "make soak                a stream of ten million rows, in about ten minutes, and how much memory it took meanwhile"
	@echo "make sanitize            trains, attaches, replays and streams with the address, thread and undefined-behaviour sanitizers"
	@echo "make fuzz SECONDS=60     has libFuzzer try inputs on every reader of files, or on READERS='table run'"
	@echo "make lint, make format   swift format: check, or change in place"
	@echo "make docs                documentation of the library in .build/docs"
	@echo "make api-check           what the library's users would have to change since the last version"
	@echo "make samples             writes the sample data again"
	@echo "make protobuf            writes the C of TensorBoard's records and of ONNX again"

run: build
	@"$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" $(ARGS)

build: dependencies
	@[ -x "$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" ] || \
	  echo "Building lnn-top, which takes some minutes the first time and seconds from then on."
	$(SWIFT) build $(FLAGS) --product lnn-top

# The program loads this library where mpirun starts it; nothing else is linked with MPI.
mpi: build
	@sh Tools/install-dependencies.sh $(MPI_TOOLS)
	sh Tools/mpi/build.sh "$$($(SWIFT) build $(FLAGS) --show-bin-path)"

test: test-dependencies
	SWIFT="$(SWIFT)" $(SWIFT) test $(TEST_FLAGS)

# 'make test' runs the same tests on what is here; this brings what is not.
test-device: test-dependencies
	@sh Tools/install-dependencies.sh $(DEVICE_TOOLS)
	@sh Tests/Boards/install-wasmtime.sh .build/device
	LNN_TOP_DEVICES=all SWIFT="$(SWIFT)" $(SWIFT) test $(TEST_FLAGS) --filter DeviceCodeTests

# One controller and one node on this machine, started by the test and stopped with it.
test-cluster: test-dependencies
	@sh Tools/install-dependencies.sh $(CLUSTER_TOOLS)
	@sh Tests/Cluster/install-optuna.sh .build/cluster-python
	LNN_TOP_CLUSTER=1 SWIFT="$(SWIFT)" $(SWIFT) test $(TEST_FLAGS) \
	  --filter "ClusterTests|SweepCommandTests|SweepGrowthTests|Optuna|SharedTrainingTests"

# 'make test' runs the same tests where it has been here once.
test-python: test-dependencies
	@sh Tools/install-dependencies.sh python3-venv
	@sh Tests/Python/install.sh .build/pandas-python
	SWIFT="$(SWIFT)" $(SWIFT) test $(TEST_FLAGS) --filter "PythonModuleTests|PythonReadingTests|SchemaTests"

# Debian's cross compiler and QEMU's user mode; the kernels are compiled by the Swift toolchain.
test-arm:
	@sh Tools/install-dependencies.sh $(ARM_TOOLS)
	@SWIFT="$(SWIFT)" sh Tests/Arm/run.sh arm64 .build/arm
	@SWIFT="$(SWIFT)" sh Tests/Arm/run.sh count .build/arm

bench: build
	@"$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" bench $(ARGS)

peers: build
	@SWIFT="$(SWIFT)" sh Tests/Peers/run.sh $(ARGS)

peers-sequences: build
	@SWIFT="$(SWIFT)" sh Tests/Peers/run.sh sequences $(ARGS)

peers-recordings:
	@SWIFT="$(SWIFT)" sh Tests/Peers/run.sh recordings $(ARGS)

# 'make test' runs the same tests where it has been here once.
peers-onnx: test-dependencies
	@SWIFT="$(SWIFT)" sh Tests/Peers/run.sh onnx $(ARGS)

peers-reading: dependencies
	$(SWIFT) build $(FLAGS) --product table-reading
	@SWIFT="$(SWIFT)" sh Tests/Peers/run.sh reading $(ARGS)

soak: build
	@python3 Tools/soak.py --program "$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" $(ARGS)

# Each builds the program anew, in a folder of its own.
sanitize: test-dependencies
	@for kind in address thread undefined; do SWIFT="$(SWIFT)" sh Tests/Sanitizers/run.sh $$kind || exit 1; done

fuzz: build
	@SWIFT="$(SWIFT)" sh Tests/Fuzzing/run.sh "$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" $(or $(SECONDS),60) $(READERS)

# Only after a change of event.proto or onnx.proto: what it makes is kept with the sources, so that nobody else needs the compiler.
protobuf:
	@sh Tools/install-dependencies.sh protobuf-c-compiler
	cd Sources/CTensorBoard && protoc-c --c_out=. event.proto
	cd Sources/CONNX && protoc-c --c_out=. onnx.proto

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

format:
	$(SWIFT) format --in-place --recursive $(SOURCES)

docs: dependencies
	@SWIFT="$(SWIFT)" sh Tools/build-documentation.sh

# Builds this version and the last one, in a folder of their own; what was found of the last one is kept.
api-check: dependencies
	@version=$$(git describe --tags --abbrev=0 --match '[0-9]*.[0-9]*.[0-9]*' --match 'v[0-9]*' 2>/dev/null) || { \
	  echo "There is no version to compare with: no tag such as 0.1.0 before this commit. 'git fetch --tags' gets them." >&2; \
	  exit 1; }; \
	echo "Comparing the library with version $$version"; \
	$(SWIFT) package --scratch-path .build/api-check diagnose-api-breaking-changes "$$version" \
	  --baseline-dir .build/api-check/baselines

install: build
	sh Tools/package/install.sh "$$($(SWIFT) build $(FLAGS) --show-bin-path)/lnn-top" "$(PREFIX)" "$(DESTDIR)"

uninstall:
	sh Tools/package/uninstall.sh "$(PREFIX)" "$(DESTDIR)"

# The program that both hold is built once, in .build/package, with Swift's runtime linked in.
deb: dependencies
	@sh Tools/install-dependencies.sh $(DEB_TOOLS)
	SWIFT="$(SWIFT)" sh Tools/package/deb.sh

dist: dependencies
	@sh Tools/install-dependencies.sh $(DIST_TOOLS)
	SWIFT="$(SWIFT)" sh Tools/package/dist.sh

clean:
	rm -rf .build

dependencies:
	@sh Tools/install-dependencies.sh $(LIBRARIES)

test-dependencies:
	@sh Tools/install-dependencies.sh $(LIBRARIES) $(TEST_TOOLS)

# Writes the sample data again and tells whether a byte changed.
.PHONY: samples
samples:
	python3 sample-data/generate.py
	git diff --exit-code --stat -- sample-data
