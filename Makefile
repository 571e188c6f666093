# Builds into build/. `make help` lists the targets.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
BUILD := build

CC ?= cc
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
HARDENING ?= -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
LINK_HARDENING ?= -pie -Wl,-z,relro,-z,now
ifdef SANITIZE
HARDENING := -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
LINK_HARDENING := -fsanitize=address,undefined
BUILD := build/sanitize
endif

ALL_CPPFLAGS := -D_XOPEN_SOURCE=700 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Icommon $(CPPFLAGS)
ALL_CFLAGS := -std=c17 $(WARNINGS) $(HARDENING) -pthread $(CFLAGS)
ALL_LDFLAGS := -pthread $(LINK_HARDENING) $(LDFLAGS)
LDLIBS := -lcurl -ljq -lsqlite3 -lm

PROGRAMS := $(notdir $(wildcard cmd/*))
COMMON := $(patsubst common/%.c,$(BUILD)/common/%.o,$(wildcard common/*.c))
STAND_IN := $(patsubst tests/spotify-stand-in/%.c,$(BUILD)/stand-in/%.o,$(wildcard tests/spotify-stand-in/*.c))

TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*.c))
SHELL_SCRIPTS := scripts/spotify-sync scripts/setup scripts/demo scripts/test scripts/embed
SHARE := $(DESTDIR)$(PREFIX)/share/spotify-sync

# Files that the programs carry inside them, as byte arrays named after their paths.
EMBEDDED := $(wildcard cmd/*/*.jq common/*.jq schema/library.sql schema/migrate/*.sql)
EMBEDDED_OBJECTS := $(EMBEDDED:%=$(BUILD)/embedded/%.o) $(BUILD)/embedded/streams.o
STREAM_FILES := $(wildcard schema/load/*.sql schema/load/parts/*.sql schema/streams/*.json)

.PHONY: all test test-programs bench campaign install clean help format check
.SECONDARY:

all: $(PROGRAMS:%=$(BUILD)/%)

help:
	@echo 'make            the programs, into $(BUILD)/'
	@echo 'make test       the tests (scripts/test also installs what they need)'
	@echo 'make bench      the benchmarks'
	@echo 'make campaign   a thousand random edits of an account, synced'
	@echo 'make check      formatting and static checks'
	@echo 'make install    into PREFIX (/usr/local), below DESTDIR'
	@echo 'make clean      removes $(BUILD)/'

$(BUILD)/common/%.o: common/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/cmd/%.o: cmd/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/stand-in/%.o: tests/spotify-stand-in/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embedded/%.c: % scripts/embed
	@mkdir -p $(@D)
	scripts/embed $< >$@.new
	mv $@.new $@

$(BUILD)/embedded/streams.c: $(STREAM_FILES) scripts/embed-streams scripts/embed
	@mkdir -p $(@D)
	scripts/embed-streams >$@.new
	mv $@.new $@

$(BUILD)/embedded/%.o: $(BUILD)/embedded/%.c
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/libcommon.a: $(COMMON) $(EMBEDDED_OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

define program_rule
$(BUILD)/$(1): $(patsubst cmd/%.c,$(BUILD)/cmd/%.o,$(wildcard cmd/$(1)/*.c)) $(BUILD)/libcommon.a
	$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(LDLIBS)
endef
$(BUILD)/sign-in $(BUILD)/fetch-account: LDLIBS += -lcrypto
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

# Small programs that the tests run: each tests/NAME.c.
$(BUILD)/tests/reconcile: $(BUILD)/cmd/fetch-tracks/reconcile.o
$(BUILD)/tests/%: tests/%.c $(BUILD)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter-out %.a,$^) $(filter %.a,$^) $(LDLIBS)

$(BUILD)/spotify-stand-in: $(STAND_IN)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lmicrohttpd -lcrypto

test-programs: $(BUILD)/spotify-stand-in $(TEST_PROGRAMS)

test: all test-programs
	BUILD='$(abspath $(BUILD))' bats --recursive tests

bench: all $(BUILD)/spotify-stand-in
	tests/bench/run

# Longer than a test may take: some ten minutes.
campaign: all $(BUILD)/spotify-stand-in
	tests/campaign/random-edits

install: all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/libexec/spotify-sync' \
	    '$(SHARE)/driver' '$(SHARE)/streams' '$(SHARE)/lib' '$(DESTDIR)$(PREFIX)/share/man/man1'
	install scripts/spotify-sync '$(DESTDIR)$(PREFIX)/bin'
	install $(PROGRAMS:%=$(BUILD)/%) '$(DESTDIR)$(PREFIX)/libexec/spotify-sync'
	install -m 644 schema/driver/*.sql '$(SHARE)/driver'
	install -m 644 schema/streams/*.json '$(SHARE)/streams'
	install -m 644 scripts/lib/*.bash '$(SHARE)/lib'
	install -m 644 $(wildcard scripts/*.1 cmd/*/*.1) '$(DESTDIR)$(PREFIX)/share/man/man1'

check:
	clang-format --dry-run -Werror $(wildcard common/*.[ch] cmd/*/*.[ch] tests/*.c tests/*/*.[ch])
	shellcheck -x $(SHELL_SCRIPTS) scripts/lib/*.bash
	shfmt -d -i 4 -ci $(SHELL_SCRIPTS) scripts/lib/*.bash tests/*.bash tests/*.bats

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
