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
    done
    run -0 build "$change" "$object"
    refute_line --partial '-c -o'
}

# with_bats SCRIPT STATUS ARGUMENT…: scripts/test with these arguments ends with this status, where bats is this script of the
# shell, and all is installed and made.
with_bats() {
    mkdir -p bin
    printf '#!/bin/sh\necho installed\n' >bin/dpkg-query
    printf '#!/bin/sh\n' >bin/make
    printf '#!/bin/sh\n%s\n' "$1" >bin/bats
    chmod +x bin/*
    PATH=$PWD/bin:$PATH run "-$2" "$BATS_TEST_DIRNAME/../scripts/test" "${@:3}"
}

# tested STATUS SUMMARY LINE…: scripts/test ends so, where bats prints these lines.
tested() {
    with_bats "$(printf 'cat <<"TAP"\n' && printf '%s\n' "${@:3}" TAP)" "$1"
    assert_equal "${lines[-1]}" "$2"
}

@test "the last line of scripts/test counts the tests that passed, failed and were skipped" {
    tested 0 '2 passed, 0 failed' 1..2 'ok 1 a' 'ok 2 b'
    tested 0 '1 passed, 0 failed, 2 skipped' 1..3 'ok 1 a # skip' 'ok 2 b' 'ok 3 c # skip there is no disk'
    tested 1 '1 passed, 1 failed, 1 skipped' 1..3 'ok 1 a' 'not ok 2 b' '# why' 'ok 3 c # skip'
    tested 1 '1 passed, 2 failed' 1..3 'ok 1 a'
    tested 1 '0 passed, 0 failed' 1..0
}

@test "scripts/test runs the files that it is given, or all of them, and refuses what is no file of tests" {
    touch mine.bats
    # shellcheck disable=SC2016 # for the other shell
    with_bats 'echo "1..1"; echo "ok 1 $*"' 0 mine.bats "$BATS_TEST_FILENAME"
    assert_line --regexp "^ok 1 .*--tap $PWD/mine\.bats $BATS_TEST_FILENAME\$"
    # shellcheck disable=SC2016
    with_bats 'echo "1..1"; echo "ok 1 $(printf "%s\n" "$@" | grep "\.bats\$" | sort | xargs)"' 0
    assert_line "ok 1 $(cd "$BATS_TEST_DIRNAME/.." && echo tests/*.bats)"
    with_bats '' 64 --fast
    assert_output "test: unknown option '--fast': give no options, only files of tests (tests/NAME.bats), or nothing for all"
    with_bats '' 66 mine.bats other.bats
    assert_output "test: there are no tests in 'other.bats': give files of tests (tests/NAME.bats), or nothing for all"
}
