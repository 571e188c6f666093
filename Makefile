# Builds into build/. `make help` lists the targets.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
BUILD := build

CC ?= cc
CXX ?= c++
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion

# Of these options, those that the compiler and its C library know.
knows = $(foreach option,$(1),$(shell $(CC) -Werror -O2 -U_FORTIFY_SOURCE $(option) \
    -include stdio.h -x c -c -o /dev/null /dev/null 2>/dev/null && echo '$(option)'))
SANITIZERS := -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
ifdef SANITIZE
HARDENING := $(SANITIZERS)
LINK_HARDENING := -fsanitize=address,undefined
BUILD := build/sanitize
else ifdef FUZZ
HARDENING := -fsanitize=fuzzer-no-link $(SANITIZERS)
LINK_HARDENING := -fsanitize=fuzzer,address,undefined
else
ifndef HARDENING
FORTIFY := $(firstword $(call knows,-D_FORTIFY_SOURCE=3 -D_FORTIFY_SOURCE=2))
HARDENING := -fPIE -U_FORTIFY_SOURCE $(FORTIFY) $(call knows,-fstack-protector-strong \
    -fstack-clash-protection -fcf-protection -mbranch-protection=standard)
endif
LINK_HARDENING ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif

ALL_CPPFLAGS := -D_XOPEN_SOURCE=700 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Icommon $(CPPFLAGS)
ALL_CFLAGS := -std=c17 $(WARNINGS) $(HARDENING) -pthread $(CFLAGS)
ALL_CXXFLAGS := -std=c++17 -Wall -Wextra $(HARDENING) -pthread $(CFLAGS)
ALL_LDFLAGS := -pthread $(LINK_HARDENING) $(LDFLAGS)
LDLIBS := -lcurl -ljq -lsqlite3 -lm

PROGRAMS := $(notdir $(wildcard cmd/*))
COMMON := $(patsubst common/%.c,$(BUILD)/common/%.o,$(wildcard common/*/*.c))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_SUPPORT := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%.o,\
    $(filter-out %/corpus.c,$(wildcard tests/fuzz/support/*.c)))
FUZZ_MAIN := $(if $(FUZZ),,$(BUILD)/fuzz/support/corpus.o)
FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60
STAND_IN := $(patsubst tests/spotify-stand-in/%.c,$(BUILD)/stand-in/%.o,$(wildcard tests/spotify-stand-in/*.c))

TEST_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*.c))
PRELOADED := $(patsubst tests/preload/%.c,$(BUILD)/tests/%.so,$(wildcard tests/preload/*.c))
# All that are in git: what begins with #! and a shell, and what those read.
SHELL_SCRIPTS = $(shell git ls-files | xargs awk \
    'FNR == 1 && (/^.!.*[^a-z](ba)?sh$$/ || FILENAME ~ /[.]bash$$/) { print FILENAME } { nextfile }')
SHARE := $(DESTDIR)$(PREFIX)/share/spotify-sync

# Files that the programs carry inside them, as byte arrays named after their paths.
EMBEDDED := $(wildcard cmd/*/*.jq common/*/*.jq schema/migrate/*.sql schema/listens/*.sql schema/tables/*.sql \
    schema/convert/*.sql schema/export/*.sql schema/music/*.sql schema/restore/*.sql schema/search/*.sql)
EMBEDDED_OBJECTS := $(EMBEDDED:%=$(BUILD)/embedded/%.o) \
    $(addprefix $(BUILD)/embedded/,streams.o newest.o formats.o page.o lists.o dump_queries.o)
FORMATS := $(wildcard cmd/convert/*.jq)
MIGRATIONS := schema/library.sql $(addprefix schema/migrate/,$(shell ls schema/migrate | sort -n))
STREAM_FILES := $(wildcard schema/load/*.sql schema/streams/*.json)
DUMP_FILES := $(wildcard schema/dump/*.sql)
STREAM_PARTS := $(wildcard schema/load/parts/*.sql schema/streams/parts/*.json schema/dump/parts/*.sql)
LISTS := $(sort $(wildcard schema/list/*.sql))
PAGE_FILES := $(sort $(wildcard cmd/serve/page/*))
REPORT_FILES := $(sort $(wildcard cmd/report/page/*))
PAGE_VIEWS := $(sort $(wildcard schema/page/*.sql schema/page/*/*.sql))
DRIVER_VIEWS := $(patsubst %,schema/driver/%.sql,changes history phases sign-in status) scripts/lib/no-sync.json

.PHONY: all test test-programs fuzz fuzz-targets corpus-runners tidy valgrind-wrappers bench instructions \
    bench-baseline campaign crash-test fault-test history-test restore-test dump-test install uninstall deb clean help format check
.SECONDARY:

all: $(PROGRAMS:%=$(BUILD)/%)

help:
	@echo 'make            build the programs into $(BUILD)/'
	@echo 'make test       run the tests (scripts/test also installs what they need)'
	@echo '                SANITIZE=1: with ASan, LeakSanitizer and UBSan; VALGRIND=1: under valgrind;'
	@echo '                TESTS=tests/NAME.bats: only this file'
	@echo 'make bench      run the benchmarks (tests/bench/setup installs the competitors)'
	@echo 'make instructions    compare instruction counts with tests/bench/instructions.baseline'
	@echo 'make bench-baseline  record that baseline again'
	@echo 'make campaign   sync a thousand random edits of an account'
	@echo 'make crash-test kill a thousand syncs; the next sync continues each'
	@echo 'make fault-test sync against five hundred seeds of server faults and untrue answers'
	@echo 'make restore-test  restore five hundred libraries against server faults and kills'
	@echo 'make history-test  sync a thousand random histories of an account'
	@echo 'make dump-test  dump a thousand random libraries, and store them again'
	@echo 'make fuzz       run each fuzzer in tests/fuzz/ for FUZZ_SECONDS (60); needs clang'
	@echo 'make check      check format, layout and code (scripts/setup --check installs the tools)'
	@echo 'make install    install in PREFIX (/usr/local), below DESTDIR; make uninstall removes it again'
	@echo 'make deb        build a Debian package in $(BUILD)/deb/'
	@echo 'make clean      remove $(BUILD)/'

# How objects are made. Where that is not as it was, all of them are made anew, and with them all programs.
FLAGS := $(strip $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LDLIBS))
ifneq ($(FLAGS),$(file <$(BUILD)/flags))
.PHONY: $(BUILD)/flags
endif
$(BUILD)/flags: export FLAGS := $(FLAGS)
$(BUILD)/flags:
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS" >$@

$(BUILD)/common/%.o: common/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/common/%.o: common/%.cc $(BUILD)/flags
	@mkdir -p $(@D)
	$(CXX) $(ALL_CPPFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/cmd/%.o: cmd/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/stand-in/%.o: tests/spotify-stand-in/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embedded/%.c: % scripts/embed
	@mkdir -p $(@D)
	scripts/embed $< >$@.new
	mv $@.new $@

# The files of schema/load/, schema/streams/ and schema/dump/ with their parts in place.
$(BUILD)/schema/%: schema/% $(STREAM_FILES) $(STREAM_PARTS) scripts/join-parts
	@mkdir -p $(@D)
	scripts/join-parts $< >$@.new
	mv $@.new $@

$(BUILD)/embedded/streams.c: $(STREAM_FILES:%=$(BUILD)/%) scripts/embed-streams scripts/embed-schema scripts/embed
	@mkdir -p $(@D)
	scripts/embed-streams $(BUILD)/schema >$@.new
	mv $@.new $@

# The schema of a new library.
$(BUILD)/schema/newest.sql: $(MIGRATIONS) scripts/newest-schema
	@mkdir -p $(@D)
	scripts/newest-schema $(MIGRATIONS) >$@.new
	mv $@.new $@

$(BUILD)/embedded/newest.c: $(BUILD)/schema/newest.sql scripts/embed
	@mkdir -p $(@D)
	cd $(BUILD) && $(CURDIR)/scripts/embed schema/newest.sql >embedded/newest.c.new
	mv $@.new $@

$(BUILD)/embedded/formats.c: $(FORMATS) scripts/embed-formats
	@mkdir -p $(@D)
	scripts/embed-formats $(FORMATS) >$@.new
	mv $@.new $@

# What the page shows and is made of, as tables (common/page/resources.h).
$(BUILD)/embedded/page.c: $(PAGE_FILES) $(REPORT_FILES) $(PAGE_VIEWS) $(DRIVER_VIEWS) \
    scripts/embed-table scripts/embed
	@mkdir -p $(@D)
	{ scripts/embed-table page_views schema/page $(PAGE_VIEWS) && \
	  scripts/embed-table driver_views "*/*" $(DRIVER_VIEWS) && \
	  scripts/embed-table page_files cmd/serve/page $(PAGE_FILES) && \
	  scripts/embed-table report_files cmd/report/page $(REPORT_FILES); } >$@.new
	mv $@.new $@

# The queries of `list`, by name.
$(BUILD)/embedded/lists.c: $(LISTS) scripts/embed-table scripts/embed
	@mkdir -p $(@D)
	scripts/embed-table list_queries schema/list $(LISTS) >$@.new
	mv $@.new $@

$(BUILD)/embedded/dump_queries.c: $(DUMP_FILES:%=$(BUILD)/%) scripts/embed-queries scripts/embed
	@mkdir -p $(@D)
	scripts/embed-queries dump_queries $(DUMP_FILES:%=$(BUILD)/%) >$@.new
	mv $@.new $@

$(BUILD)/embedded/%.o: $(BUILD)/embedded/%.c $(BUILD)/flags
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/libcommon.a: $(COMMON) $(EMBEDDED_OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

LINKER = $(CC)
define program_rule
$(BUILD)/$(1): $(patsubst cmd/%.c,$(BUILD)/cmd/%.o,$(wildcard cmd/$(1)/*.c)) $(BUILD)/libcommon.a
	$$(LINKER) $$(ALL_LDFLAGS) -o $$@ $$^ $$(LDLIBS)
endef
$(BUILD)/sign-in $(patsubst cmd/%,$(BUILD)/%,$(wildcard cmd/fetch-*)) $(BUILD)/read-history: LDLIBS += -lcrypto
$(BUILD)/read-history $(BUILD)/fuzz/history: LDLIBS += -larchive
# TagLib is C++.
$(BUILD)/convert $(BUILD)/export: $(BUILD)/common/format/music_tags.o
$(BUILD)/convert $(BUILD)/export: LDLIBS += -ltag
$(BUILD)/convert $(BUILD)/export: LINKER = $(CXX)
$(BUILD)/serve: LDLIBS := -lmicrohttpd -lsqlite3 -lm
$(BUILD)/list $(BUILD)/search: LDLIBS := -lsqlite3 -lm
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

# Small programs that the tests run: each tests/NAME.c.
$(BUILD)/tests/reconcile: tests/models/track_list.c $(patsubst cmd/%.c,$(BUILD)/cmd/%.o,$(wildcard cmd/fetch-tracks/reconcile*.c))
$(BUILD)/tests/filing-model: $(patsubst %,$(BUILD)/cmd/fetch-playlists/%.o,contents filing)
$(BUILD)/tests/%: tests/%.c $(BUILD)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter-out %.a,$^) $(filter %.a,$^) $(LDLIBS)

# What tests preload into programs, also into those without a sanitizer.
$(BUILD)/tests/%.so: tests/preload/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -std=c17 $(WARNINGS) $(CFLAGS) -fPIC -shared -o $@ $<

$(BUILD)/spotify-stand-in: $(STAND_IN)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lmicrohttpd -lcrypto

# The fuzzers of tests/fuzz/: with FUZZ set they are libFuzzer's; else each runs the files it is given.
# Some have functions of tests/fuzz/support/ in place of those of their libraries.
FUZZ_CLOCK := -Wl,--wrap=clock_gettime,--wrap=poll,--wrap=nanosleep
FUZZ_SOCKETS := -Wl,--wrap=socket,--wrap=bind,--wrap=getsockname
FUZZ_PARSE := -Wl,--wrap=jv_parse_sized
$(BUILD)/fuzz/callback: $(patsubst %,$(BUILD)/cmd/sign-in/%.o,callback page redirect)
$(BUILD)/fuzz/callback: LDLIBS += $(FUZZ_CLOCK) $(FUZZ_SOCKETS)
$(BUILD)/fuzz/http: LDLIBS += $(FUZZ_CLOCK) $(FUZZ_PARSE)
$(BUILD)/fuzz/parse $(BUILD)/fuzz/shape: LDLIBS += $(FUZZ_PARSE)
$(BUILD)/fuzz/http $(BUILD)/fuzz/parse $(BUILD)/fuzz/shape: $(BUILD)/fuzz/support/parse.o
$(BUILD)/fuzz/page: $(patsubst %,$(BUILD)/cmd/serve/%.o,exchange guard)
$(BUILD)/fuzz/convert: $(BUILD)/cmd/convert/message_table.o
$(BUILD)/fuzz/history: LDLIBS += -Wl,--wrap=log_error
$(BUILD)/fuzz/history: $(patsubst %,$(BUILD)/cmd/read-history/%.o,\
    elements export export_zip form forms history plain_row reasons)
$(BUILD)/fuzz/store: $(patsubst %,$(BUILD)/cmd/store/%.o,\
    batch_order bind committed_state hash library library_owner load_plan loader message_batch newest_message parameter_path \
    parser record repeated_rows row_cache statement stream_fields sync_counts target transaction unknown_streams)

$(BUILD)/fuzz/%.o: tests/fuzz/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/fuzz/libsupport.a: $(FUZZ_SUPPORT)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/fuzz/%: $(BUILD)/fuzz/%.o $(FUZZ_MAIN) $(BUILD)/fuzz/libsupport.a $(BUILD)/libcommon.a
	$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

fuzz-targets: $(FUZZ_TARGETS)

fuzz:
	$(MAKE) FUZZ=1 CC='$(FUZZ_CC)' BUILD='$(BUILD)/fuzzing' fuzz-targets
	tests/fuzz/run '$(BUILD)/fuzzing' '$(FUZZ_SECONDS)' $(notdir $(FUZZ_TARGETS))

# What the fuzzers found once, through the same code, built by the usual compiler with sanitizers.
ifdef SANITIZE
corpus-runners: fuzz-targets
else
corpus-runners:
	$(MAKE) SANITIZE=1 BUILD='$(BUILD)/sanitize' fuzz-targets
endif

test-programs: $(BUILD)/spotify-stand-in $(TEST_PROGRAMS) $(PRELOADED) corpus-runners

# With VALGRIND set, every program that the tests run is a script that runs it under valgrind.
TEST_BUILD := $(abspath $(BUILD)$(if $(VALGRIND),/valgrind))
TESTS ?= --recursive tests
# A file for each processor at a time, with GNU parallel. (With one processor bats refuses these options.)
AT_ONCE = $(if $(findstring GNU,$(shell parallel --version 2>/dev/null)),$(shell [ "$$(nproc)" = 1 ] || \
    echo "--jobs $$(nproc) --no-parallelize-within-files"))

valgrind-wrappers: all test-programs
	tests/sanitizers/wrap '$(BUILD)' '$(BUILD)/valgrind' $(PROGRAMS)

test: all test-programs $(if $(VALGRIND),valgrind-wrappers)
	BUILD='$(TEST_BUILD)' UBSAN_OPTIONS=print_stacktrace=1 bats $(AT_ONCE) $(TESTS)

bench: all test-programs
	tests/bench/run

instructions: all $(BUILD)/spotify-stand-in
	tests/bench/instructions

bench-baseline: all $(BUILD)/spotify-stand-in
	tests/bench/instructions --write

# Longer than a test may take: some ten minutes.
campaign: all $(BUILD)/spotify-stand-in
	tests/campaign/random-edits

# Half an hour each.
crash-test: all test-programs
	tests/campaign/crash

fault-test: all test-programs
	tests/campaign/faults --jobs "$$(nproc)"

restore-test: all test-programs
	tests/campaign/restores --jobs "$$(nproc)"

history-test: all test-programs
	tests/campaign/histories --jobs "$$(nproc)"

# Minutes.
dump-test: all $(BUILD)/spotify-stand-in
	tests/campaign/dumps --jobs "$$(nproc)"

# Completions are made from what --help prints.
COMPLETIONS := $(BUILD)/completions/bash $(BUILD)/completions/zsh $(BUILD)/completions/fish
$(COMPLETIONS): scripts/spotify-sync scripts/lib/help.txt $(wildcard scripts/completions/*) $(PROGRAMS:%=$(BUILD)/%)
	@mkdir -p $(@D)
	scripts/completions/make '$(@F)' scripts/spotify-sync scripts/lib/help.txt '$(BUILD)' >$@.new
	mv $@.new $@

# What is installed in directories that belong to others.
MAN := $(DESTDIR)$(PREFIX)/share/man
PROGRAM_PAGES := $(wildcard cmd/*/*.1)
INSTALLED := $(DESTDIR)$(PREFIX)/bin/spotify-sync \
    $(patsubst %.1,$(MAN)/man1/spotify-sync-%.1,$(notdir $(PROGRAM_PAGES))) \
    $(MAN)/man1/spotify-sync.1 $(MAN)/man5/spotify-sync.5 $(MAN)/man7/spotify-sync.7 \
    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/spotify-sync \
    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_spotify-sync \
    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/spotify-sync.fish
LIBEXEC := $(DESTDIR)$(PREFIX)/libexec/spotify-sync

install: all $(COMPLETIONS)
	scripts/make-directories '$(SHARE)/directories' $(patsubst %/,'%',$(sort $(dir $(INSTALLED)))) '$(LIBEXEC)' \
	    '$(SHARE)/driver' '$(SHARE)/migrate' '$(SHARE)/lib'
	install scripts/spotify-sync '$(DESTDIR)$(PREFIX)/bin'
	install $(PROGRAMS:%=$(BUILD)/%) '$(LIBEXEC)'
	install -m 644 schema/driver/*.sql '$(SHARE)/driver'
	install -m 644 schema/migrate/*.sql '$(SHARE)/migrate'
	install -m 644 scripts/lib/* '$(SHARE)/lib'
	for page in $(PROGRAM_PAGES); do \
	    install -m 644 "$$page" "$(MAN)/man1/spotify-sync-$${page##*/}" || exit; \
	done
	for section in 1 5 7; do \
	    install -m 644 "scripts/spotify-sync.$$section" "$(MAN)/man$$section" || exit; \
	done
	install -m 644 $(BUILD)/completions/bash '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/spotify-sync'
	install -m 644 $(BUILD)/completions/zsh '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_spotify-sync'
	install -m 644 $(BUILD)/completions/fish '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/spotify-sync.fish'

uninstall:
	rm -f $(patsubst %,'%',$(INSTALLED))
	rm -rf '$(LIBEXEC)'
	created=$$(sort -r '$(SHARE)/directories' 2>/dev/null); rm -rf '$(SHARE)'; \
	    printf '%s\n' "$$created" | xargs -r -d '\n' rmdir --ignore-fail-on-non-empty 2>/dev/null || true

deb: all $(COMPLETIONS)
	scripts/deb/build '$(BUILD)/deb' '$(VERSION)'

C_SOURCES := $(wildcard common/*/*.c cmd/*/*.c tests/*.c tests/*/*.c tests/*/*/*.c)
C_HEADERS := $(wildcard common/*/*.h cmd/*/*.h tests/*/*.h tests/*/*/*.h)

# A file at a time: in one run over many, clang-tidy 14 takes every va_list for uninitialized.
$(BUILD)/tidy/%.ok: % $(C_HEADERS) .clang-tidy
	@mkdir -p $(@D)
	clang-tidy --quiet $(TIDY_OPTIONS) $< -- -std=c17 $(ALL_CPPFLAGS)
	@touch $@
# It follows the list of batches past the one that is in it.
$(BUILD)/tidy/common/enrich/enrich.c.ok: TIDY_OPTIONS := --checks=-clang-analyzer-core.NullDereference

tidy: $(C_SOURCES:%=$(BUILD)/tidy/%.ok)

check:
	scripts/check-layout
	clang-format --dry-run -Werror $(C_SOURCES) $(C_HEADERS) $(wildcard common/*/*.cc)
	$(MAKE) --no-print-directory -j"$$(nproc)" tidy
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability,performance \
	    --inline-suppr $(ALL_CPPFLAGS) common cmd tests
	shellcheck -x $(SHELL_SCRIPTS)
	shfmt -d -i 4 -ci $(SHELL_SCRIPTS) tests/*.bats
	mandoc -Tlint -W warning $(wildcard cmd/*/*.1 scripts/*.[157])
	$(MAKE) --no-print-directory deb
	lintian --fail-on warning --allow-root '$(BUILD)'/deb/*.deb

clean:
	rm -rf '$(BUILD)'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
