# What `make` makes, and when.

load helper
setup() {
    begin_test
    # That of `make test` is for the build that is tested.
    unset MAKEFLAGS MFLAGS MAKELEVEL
}
teardown() { end_test; }

build() { # ARGUMENT…
    make --no-print-directory -C "$BATS_TEST_DIRNAME/.." BUILD="$PWD/b" "$@"
}

@test "with sanitizers one make builds all: two in one folder are in each other's way" {
    run -0 build -n SANITIZE=1 test-programs
    assert_output --partial "-o $PWD/b/fuzz/lines "
    refute_output --partial 'fuzz-targets'
}

@test "where the compiler, its flags or the version change, what they made is made anew, and else nothing" {
    local object=$PWD/b/common/error.o change
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
