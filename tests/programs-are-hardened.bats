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

@test "programs can be loaded at any address" {
    each 'Type: +DYN' --file-header
    each 'FLAGS_1.* PIE' --dynamic
}

@test "programs resolve their tables of functions at the start, and make them read-only" {
    each 'GNU_RELRO' --program-headers
    each 'FLAGS_1.* NOW' --dynamic
}

@test "no memory of a program is both writable and executable" {
    local program
    each 'GNU_STACK.* RW ' --program-headers
    for program in "${programs[@]}"; do
        run -0 readelf --wide --program-headers "$program"
        refute_line --regexp 'LOAD.* (RWE|WE) '
    done
}

@test "programs notice overwritten stacks and buffers" {
    each '__stack_chk_fail' --dyn-syms
    each '__(vsn|sn|v|f|vf)?printf_chk|__mem(cpy|move|set)_chk|__read_chk' --dyn-syms
}

@test "indirect jumps in a program land only where functions begin" {
    [[ $(uname -m) == x86_64 ]] || skip "this looks for an instruction of x86"
    local program
    for program in "${programs[@]}"; do
        (($(objdump --disassemble "$program" | grep -c endbr64) > 20)) ||
            fail "$(basename "$program") has no ENDBR64"
    done
}
