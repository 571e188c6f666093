# The pipelines of spotify-sync(7) do as they stand there what is said of them.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "the examples of spotify-sync(7)" {
    sed -n '/^\.Bd -literal/,/^\.Ed/ { /^\.[BE]d/d; s/\\-/-/g; s/\\(aq/'\''/g; p }' \
        "$BATS_TEST_DIRNAME/../scripts/spotify-sync.7" >examples
    run -1 grep -F '\' examples
    (($(grep -c '|' examples) >= 8)) || fail "$(cat examples)"
    mkdir programs
    printf '#!/bin/sh\ncat >exported\n' >programs/target-postgres
    chmod +x programs/target-postgres
    PATH=$PWD/programs:$PATH
    stand_in --tracks 300 --saved-albums 5 --followed-artists 5 --top-artists 5
    control 'play?track=1'

    bash -eu -o pipefail examples >printed
    same_tracks music.db
    same_tracks again.db
    same_tracks "$XDG_DATA_HOME/spotify-sync/library.db"
    assert_equal "$(sql music.db "SELECT count(*), min(fetched_at > '') FROM artists")" \
        "$(sql music.db 'SELECT count(*) FROM artists')|1"
    assert_equal "$(sql music.db 'SELECT (SELECT count(*) FROM saved_albums), (SELECT count(*) FROM followed_artists),
                                         (SELECT count(*) FROM plays)')" '5|5|1'
    assert_equal "$(grep -c $'^20.*\t.*\t' printed)" 100
    assert_equal "$(breaches exported)" ''
}
