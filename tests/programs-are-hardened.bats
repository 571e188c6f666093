#!/usr/bin/env bats
# What the programs are built with so that a mistake in them is hard to make use of.

load helper
setup() {
    begin_test
    root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
    [[ ${BUILD-} != */@(sanitize|valgrind) ]] || skip "these are not the programs as they are installed"
    programs=()
    for folder in "$root"/cmd/*; do
        programs+=("${BUILD:-$root/build}/$(basename "$folder")")
    done
}
teardown() { end_test; }

# each PATTERN READELF-OPTION…: fails unless readelf prints a line with the pattern for every program
each() {
    local pattern=$1 program
    shift
    for program in "${programs[@]}"; do
        readelf --wide "$@" "$program" | grep -Eq -- "$pattern" ||
            fail "$(basename "$program"): readelf $* shows no $pattern"
    done
}

@test "they may be loaded at any address" {
    each 'Type: +DYN' --file-header
    each 'FLAGS_1.* PIE' --dynamic
}

@test "their tables of functions are resolved at the start, and read-only from then on" {
    each 'GNU_RELRO' --program-headers
    each 'FLAGS_1.* NOW' --dynamic
}

@test "nothing can be run that can be written" {
    local program
    each 'GNU_STACK.* RW ' --program-headers
    for program in "${programs[@]}"; do
        ! readelf --wide --program-headers "$program" | grep -Eq 'LOAD.* (RWE|WE) '
    done
}

@test "overwritten stacks and buffers are noticed" {
    each '__stack_chk_fail' --dyn-syms
    each '__(vsn|sn|v|f|vf)?printf_chk|__mem(cpy|move|set)_chk|__read_chk' --dyn-syms
}

@test "jumps land only where functions begin" {
    [[ $(uname -m) == x86_64 ]] || skip "this looks for an instruction of x86"
    local program
    for program in "${programs[@]}"; do
        (($(objdump --disassemble "$program" | grep -c endbr64) > 20)) ||
            fail "$(basename "$program") has no ENDBR64"
    done
}
