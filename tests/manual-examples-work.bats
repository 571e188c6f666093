# The examples of the manual pages do what the pages say.

load helper
setup() { begin_test; }
teardown() { end_test; }

# The commands of a page's examples: its literal displays, and the lines of one command each.
examples_of() { # FILE
    sed -n -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\(dq/"/g' -e 's/^\.Dl //p' \
        -e '/^\.Bd -literal/,/^\.Ed/ { /^\.[BE]d/d; p }' "$1"
}

@test "the examples of spotify-sync(7) do what it says" {
    examples_of "$BATS_TEST_DIRNAME/../scripts/spotify-sync.7" >examples
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
    assert_equal "$(tail -n 1 exported | jq -c '.value.bookmarks | keys')" '["saved_albums","saved_tracks"]'
}

@test "the examples of spotify-sync(1), but for those that change the machine" {
    local example done=0
    export XDG_DATA_HOME=$HOME/.local/share
    stand_in --tracks 60
    mkdir export
    "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/made-history" --rows 40 --files 1 export api truth
    python3 -c 'import shutil; shutil.make_archive("my_spotify_data", "zip", "export")'
    examples_of "$BATS_TEST_DIRNAME/../scripts/spotify-sync.1" | sed 's/\\e$/\\/' >examples
    while read -r example; do
        case $example in
            *' login '* | *schedule | '*/30 '* | '15 '*) continue ;;
        esac
        bash -eu -o pipefail -c "$example" >>printed 2>said </dev/null || fail "$example: $(cat said)"
        done=$((done + 1))
    done < <(sed -e ':a' -e '/\\$/N; s/\\\n//; ta' examples)
    assert_equal "$done" 8
    same_tracks library-copy.db
    grep 'Streaming history: ' printed
    cd "$XDG_DATA_HOME/spotify-sync/work"
    same_tracks library.db
}

@test "the examples of each filter's page" {
    local page
    PATH=$(spotify-sync --exec-path):$PATH
    stand_in --tracks 120 --saved-albums 5 --followed-artists 5 --top-artists 5 --playlists 3
    control 'play?track=1'
    fetch-tracks | tee 2025.ndjson | gzip >old.ndjson.gz
    for page in "$BATS_TEST_DIRNAME"/../cmd/{fetch-*,enrich-*,store}/*.1; do
        examples_of "$page" >examples
        [[ -s examples ]] || fail "$page"
        bash -eu -o pipefail examples >printed 2>said || fail "$page: $(cat said)"
        run -0 cat said
        assert_output ''
    done
    same_tracks library.db
    same_tracks again.db
    assert_equal "$(sql library.db 'SELECT (SELECT count(*) FROM saved_albums), (SELECT count(*) FROM followed_artists),
                                           (SELECT count(*) FROM playlists), (SELECT count(*) FROM plays)')" '5|5|3|1'
}

@test "an example that reads a database waits while another program has locked it" {
    local root=$BATS_TEST_DIRNAME/..
    run grep -n 'sqlite3 [^1-]' "$root"/README.md "$root"/scripts/*.[157] "$root"/cmd/*/*.1
    refute_output --regexp 'sqlite3 [a-z]+[.]db'
    PATH=$(spotify-sync --exec-path):$PATH
    stand_in --tracks 60
    fetch-tracks | store music.db
    control 'change?do=remove&place=3'
    examples_of "$root/scripts/spotify-sync.7" | grep -B 3 'fetch-tracks --known' >example
    mkfifo release
    {
        echo 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1;'
        read -r <release
    } | sqlite3 music.db >locked 3>&- &
    until_true 60 test -s locked
    background bash -eu -o pipefail example
    until_true 60 pgrep -g "$background_pid" -x store
    echo >release
    finish_background
    run -0 cat background.out
    assert_equal "$background_status" 0
    same_tracks music.db
}
