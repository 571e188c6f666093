# What `make` makes, and when; and what scripts/test says of the tests.

load helper
setup() {
    begin_test
    # That of `make test` is for the build that is tested.
    unset MAKEFLAGS MFLAGS MAKELEVEL
}
teardown() { end_test; }

# Which options of hardening the compiler knows is not to be found out each time.
build() { # ARGUMENT…
    make --no-print-directory -C "$BATS_TEST_DIRNAME/.." BUILD="$PWD/b" HARDENING=-fPIE "$@"
}

@test "with sanitizers one make builds everything" {
    run -0 build -n SANITIZE=1 test-programs
    assert_output --partial "-o $PWD/b/fuzz/lines "
    refute_output --partial 'fuzz-targets'
}

@test "make rebuilds what another compiler, flag or version made, and nothing else" {
    local object=$PWD/b/common/base/error.o change
    run -0 build "$object"
    assert_line --partial '-c -o'
    run -0 build "$object"
    refute_line --partial '-c -o'
    for change in CFLAGS=-O1 'CC=cc -pipe' VERSION=9 LDFLAGS=-s CPPFLAGS=-DX; do
        run -0 build "$change" "$object"
        assert_line --partial '-c -o'
        run -0 build "$change" "$object"
        refute_line --partial '-c -o'
    done
}

# tested STATUS SUMMARY LINE…: scripts/test ends so, where bats prints these lines.
tested() {
    mkdir -p bin
    printf '#!/bin/sh\necho installed\n' >bin/dpkg-query
    printf '#!/bin/sh\n' >bin/make
    printf '#!/bin/sh\ncat <<"TAP"\n%s\nTAP\n' "$(printf '%s\n' "${@:3}")" >bin/bats
    chmod +x bin/*
    PATH=$PWD/bin:$PATH run "-$1" "$BATS_TEST_DIRNAME/../scripts/test"
    assert_equal "${lines[-1]}" "$2"
}

@test "the last line of scripts/test counts the tests that passed, failed and were skipped" {
    tested 0 '2 passed, 0 failed' 1..2 'ok 1 a' 'ok 2 b'
    tested 0 '1 passed, 0 failed, 2 skipped' 1..3 'ok 1 a # skip' 'ok 2 b' 'ok 3 c # skip there is no disk'
    tested 1 '1 passed, 1 failed, 1 skipped' 1..3 'ok 1 a' 'not ok 2 b' '# why' 'ok 3 c # skip'
    tested 1 '1 passed, 2 failed' 1..3 'ok 1 a'
    tested 1 '0 passed, 0 failed' 1..0
}
