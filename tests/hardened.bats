# The programs are built so that a mistake in them is harder to make use of.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "each program is position-independent, with its relocations read-only and a stack that is not executed" {
    local program programs
    # With the sanitizers, these flags are others.
    [[ ${BUILD-} != *sanitize* ]] || skip "a build with sanitizers"
    programs=$(spotify-sync --exec-path)
    for program in "$programs"/{fetch-account,fetch-albums,fetch-artists,fetch-playlists,fetch-plays,fetch-tracks} \
        "$programs"/{enrich-albums,enrich-artists,sign-in,store}; do
        run -0 readelf --wide --file-header --program-headers --dynamic --symbols "$program"
        assert_line --regexp 'Type: +DYN \(Position-Independent Executable'
        assert_line --regexp 'GNU_RELRO'
        assert_line --regexp 'FLAGS.*NOW'
        assert_line --regexp 'GNU_STACK .* RW '
        assert_line --partial '__stack_chk_fail'
    done
    # What reads and writes text of unknown length is checked where the C library can.
    readelf --wide --symbols "$programs/store" | grep -q '_chk@'
}
