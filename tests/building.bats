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
