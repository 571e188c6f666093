# The driver's command line, and how it finds its parts and its database.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "a wrong command line gets 64, with what is wrong and where to find help" {
    for arguments in fly --fly '--db' '--window x' '--timeout -1' 'sync extra' 'sync --json' replay \
        'status --wait' 'sync --remove' 'plays extra' 'schedule extra'; do
        # shellcheck disable=SC2086
        run -64 spotify-sync $arguments
        assert_line --partial '--help'
        assert_equal "${#lines[@]}" 1
    done
}

@test "a program names the option that it does not know" {
    local arguments
    while IFS=: read -r arguments said; do
        # shellcheck disable=SC2086
        run -64 store $arguments a.db </dev/null
        assert_output "store: $said; try 'store --help'"
    done <<'CASES'
-xq:unknown option '-x'
-qx:unknown option '-x'
-q -vé:unknown option '-?'
--fly:unknown option '--fly'
--fly=3:unknown option '--fly=3'
--quiet=3:--quiet takes no argument
--skip-bad=3:--skip-bad-lines takes no argument
CASES
    run -64 fetch-tracks --window
    assert_output "fetch-tracks: --window needs an argument; try 'fetch-tracks --help'"
    for arguments in --full=yes --json= --quiet=3; do
        run -64 spotify-sync $arguments
        assert_output "spotify-sync: ${arguments%%=*} takes no argument; try 'spotify-sync --help'"
    done
}

@test "a misspelt command or option is answered with the one that was meant" {
    local arguments said
    while IFS=: read -r arguments said; do
        # shellcheck disable=SC2086
        run -64 spotify-sync $arguments
        assert_output "spotify-sync: unknown $said?"
    done <<'CASES'
statsu:command 'statsu': did you mean 'status'
expotr:command 'expotr': did you mean 'export'
help hist:command 'hist': did you mean 'history'
--ful:option '--ful': did you mean '--full'
--wiat=3:option '--wiat=3': did you mean '--wait'
changes --sinse yesterday:option '--sinse': did you mean '--since'
CASES
    run -64 store --skip-bda-lines a.db </dev/null
    assert_output "store: unknown option '--skip-bda-lines': did you mean '--skip-bad-lines'?"
}

@test "each command has a help of its own, with its options, that fits 80 columns" {
    local command
    spotify-sync --help >help
    for command in $(sed -n '/^Options/q; s/^  \([a-z][a-z]*\) .*/\1/p' help); do
        run -0 spotify-sync help "$command"
        assert_line --index 0 --regexp "^usage: (spotify-sync )?\[?$command\]? ?"
        [[ ! $output =~ [^$'\n']{81} ]]
        assert_equal "$(spotify-sync "$command" --help)" "$output"
        # The options that --help says are this command's.
        for option in $(sed -n "s/^  \(--[a-z-]*\) .*  $command: .*/\1/p
            s/^  $command .*\[\(--[a-z]*\).*/\1/p" help); do
            assert_output --partial "  $option "
        done
    done
    run -0 spotify-sync help
    assert_output "$(<help)"
    # What the driver gives to a program is not the user's to give.
    run -0 spotify-sync search --help
    assert_line --index 0 'usage: spotify-sync search [OPTION]... WORD...'
    run -0 search --help
    assert_line --index 0 'usage: search [OPTION]... DB WORD...'
    run -64 spotify-sync list --limit x
    assert_output "list: --limit takes a whole number from 0 to 2147483647, not 'x'; try 'spotify-sync list --help'"
}

@test "a value out of range is refused before anything starts" {
    local arguments
    stand_in --tracks 60
    while read -r arguments; do
        # shellcheck disable=SC2086
        run -64 spotify-sync --db a.db $arguments
        assert_output --regexp "^spotify-sync: ${arguments%% *} takes [a-z ]* from [0-9]+ to [0-9]+, not '${arguments##* }'; try 'spotify-sync --help'$"
        run -1 test -e a.db
    done <<'ARGUMENTS'
--window 0
--window 99999999999999999999
--timeout 999999999
--max-wait 86401
--retry-delay 3601
--budget 99999999999999999999
--quota-window 99999999999999999999
ARGUMENTS
    run -64 spotify-sync --db a.db --window 0 plays
    run -1 test -e a.db
}

@test "--help, --version and --exec-path print the commands, the version and the folder of the programs" {
    run -0 spotify-sync --help
    assert_line --regexp '^  replay FILE'
    run -0 spotify-sync --version
    assert_output --regexp '^spotify-sync [0-9.]+$'
    run -0 spotify-sync --exec-path
    [[ -x $output/store ]]
    run -0 spotify-sync --exec-path=elsewhere --exec-path
    assert_output elsewhere
    run -78 spotify-sync --exec-path=elsewhere --db a.db
    assert_output --partial "no program 'store' in 'elsewhere'"
}

options_in_help() { # FILE
    grep -oE '(^|[][ ,])--?[A-Za-z][a-z-]*' "$1" | tr -d '][ ,' | sort -u
}

# The options that a page lists, and those of spotify-sync(7) if it refers to them.
options_in_page() { # FILE
    local pages=("$1")
    ! grep -q '^does, and has the same options' "$1" || pages+=("$BATS_TEST_DIRNAME/../cmd/fetch-albums/fetch-albums.1")
    if grep -q '^The request options and those of every program' "${pages[@]}"; then
        pages+=("$BATS_TEST_DIRNAME/../scripts/spotify-sync.7")
    fi
    awk '/^\.It / { gsub(/\\-/, "-"); for (i = 2; i < NF; i++) if ($i == "Fl") print "-" $(i + 1) }' "${pages[@]}" | sort -u
}

@test "each manual page has the options of --help, which fits 80 columns, and the driver's has its commands" {
    local page program
    PATH=$(spotify-sync --exec-path):$PATH
    for page in "$BATS_TEST_DIRNAME"/../{scripts,cmd/*}/*.1; do
        program=${page##*/}
        program=${program%.1}
        # env, since export is a command of bash, too.
        env "$program" --help >help
        diff <(options_in_help help) <(options_in_page "$page") || fail "$program"
        run ! grep '.\{81\}' help
    done
    diff <(spotify-sync --help | sed -n '/^Options/q; s/^  \([a-z][a-z]*\) .*/\1/p') \
        <(awk '$1 == ".It" && $2 == "Cm" { print $3 }' "$BATS_TEST_DIRNAME/../scripts/spotify-sync.1")
}

@test "a missing token is reported once, and ends with 77" {
    stand_in --tracks 60
    unset SPOTIFY_ACCESS_TOKEN
    run -77 spotify-sync --db a.db
    assert_equal "$(grep -c 'signed in' <<<"$output")" 1
    assert_equal "$(requests)" 0
}

@test "an API address that is not allowed is reported once, and ends with 78" {
    stand_in --tracks 60
    SPOTIFY_API_URL=http://example.org run -78 spotify-sync --db a.db
    assert_equal "$(grep -c 'example.org' <<<"$output")" 1
}

@test "the default database is in a folder that only its owner can enter" {
    stand_in --tracks 60 --playlists 1
    spotify-sync -q
    assert_equal "$(stat -c %a "$XDG_DATA_HOME/spotify-sync")" 700
    same_tracks "$XDG_DATA_HOME/spotify-sync/library.db"
    cp "$XDG_DATA_HOME/spotify-sync/library.db" b.db
    control 'change?do=add'
    SPOTIFY_SYNC_DB=b.db spotify-sync -q
    same_tracks b.db
}

@test "a missing folder gets one sentence and 74" {
    run -74 spotify-sync --db no/such/folder/a.db
    assert_output --partial "no directory for 'no/such/folder/a.db'"
}

@test "a file name that leads nowhere is reported with the reason" {
    ln -s loop loop
    run -74 spotify-sync --db loop
    assert_output "spotify-sync: cannot use 'loop': Too many levels of symbolic links"
}

@test "what may not be read or written is named with the reason" {
    local drop=() here=$PWD
    ((EUID)) || drop=(setpriv '--bounding-set=-dac_override,-dac_read_search')
    mkdir closed && store a.db </dev/null && cp a.db closed
    chmod 000 a.db && chmod 500 closed
    for command in status sync plays list; do
        run -74 "${drop[@]}" env SPOTIFY_ACCESS_TOKEN=x spotify-sync --db a.db "$command"
        assert_line --regexp "^(spotify-sync|list|store): .*a\.db.*: [Pp]ermission denied"
        assert_equal "${#lines[@]}" 1
    done
    for command in sync plays; do
        run -74 "${drop[@]}" env SPOTIFY_ACCESS_TOKEN=x spotify-sync --db closed/a.db "$command"
        assert_output --regexp "^spotify-sync: cannot write '$here/closed/a.db(.plays)?.lock': Permission denied\$"
    done
    run -74 "${drop[@]}" env "XDG_DATA_HOME=$here/closed" spotify-sync status
    assert_output "spotify-sync: cannot create the directory '$here/closed/spotify-sync': Permission denied"
    chmod 700 closed
}

@test "a stage that cannot read the tokens says so in a last STATE" {
    local tokens=$XDG_STATE_HOME/spotify-sync/default/tokens.json
    mkdir -p "$tokens"
    chmod -R 700 "$XDG_STATE_HOME" && chmod 600 "$tokens"
    unset SPOTIFY_ACCESS_TOKEN
    run -74 --separate-stderr fetch-tracks
    assert_equal "$(jq .value.bookmarks.saved_tracks.error <<<"$output")" "\"cannot read $tokens: Is a directory\""
}

@test "a newline at the end of a file name is part of it" {
    synced --tracks 60
    control 'change?do=add'
    mv a.db $'a\n'
    spotify-sync -q --db $'a\n'
    same_tracks $'a\n'
    run -1 test -e a
}

@test "a relative XDG_DATA_HOME is ignored" {
    stand_in --tracks 60
    XDG_DATA_HOME=relative spotify-sync -q
    run -1 test -e relative
    same_tracks "$HOME/.local/share/spotify-sync/library.db"
}

@test "bash settings in the environment do no harm" {
    local setting
    stand_in --tracks 60 --playlists 1
    for setting in SHELLOPTS={errexit:noclobber:noglob:keyword:allexport,posix} BASHOPTS=failglob:nocasematch:lastpipe; do
        rm -f a.db*
        run -0 env "$setting" spotify-sync -q --db a.db
        assert_output ''
        same_tracks a.db
    done
}

@test "a user's own jq definitions change nothing" {
    local definitions
    stand_in --tracks 60 --playlists 2 --saved-shows 3
    for definitions in 'def select(f): empty; def map(f): "mine"; def objects: empty;' 'def unfinished('; do
        rm -f a.db*
        echo "$definitions" >"$HOME/.jq"
        run -0 spotify-sync -q --db a.db
        assert_output ''
        run -0 "$BATS_TEST_DIRNAME/same-library" --all-lists a.db
        spotify-sync --db a.db export --to csv >songs
        assert_equal "$(wc -l <songs)" 61
    done
}

@test "a limit of too few open files gets one sentence" {
    run -78 bash -c 'ulimit -n 20; exec spotify-sync --db a.db'
    assert_output --partial 'but the limit is 20'
    assert_equal "${#lines[@]}" 1
}

@test "a sqlite3 that ends at once gets one sentence, however soon it ends" {
    store a.db </dev/null
    mkdir broken && ln -s "$(type -P false)" broken/sqlite3
    for _ in {1..8}; do
        run -74 env PATH="$PWD/broken:$PATH" spotify-sync --db a.db status
        assert_output "spotify-sync: cannot use the database '$PWD/a.db': sqlite3 ended with status 1"
    done
}

@test "-q prints nothing if nothing goes wrong" {
    stand_in --tracks 60
    run -0 spotify-sync -q --db a.db
    assert_output ''
}

@test "names with spaces and quotes, and a user's .sqliterc, do no harm" {
    stand_in --tracks 60 --playlists 1
    printf '.mode box\n.headers on\nSELECT 1;\n' >"$HOME/.sqliterc"
    mkdir "it's \"a\" folder"
    run -0 spotify-sync --db "it's \"a\" folder/a;b.db"
    run -0 spotify-sync --db "it's \"a\" folder/a;b.db" status --json
    assert_equal "$(jq .phases.tracks.items_processed <<<"$output")" 60
}

@test "what the loader or bash writes to stderr is not taken for a program's output" {
    stand_in --tracks 60 --playlists 1
    run -0 env LD_PRELOAD=/nonexistent.so spotify-sync -q --db a.db
    same_tracks a.db
    run -0 --separate-stderr env LD_PRELOAD=/nonexistent.so spotify-sync --db a.db status --json
    assert_equal "$(jq .phases.tracks.items_processed <<<"$output")" 60
    control 'change?do=add'
    run -0 bash -x "$BATS_TEST_DIRNAME/../scripts/spotify-sync" --db a.db
    same_tracks a.db
    # What hundreds of lines more do not hide.
    head -c 8192 a.db >c.db
    run -74 --separate-stderr env LD_DEBUG=all spotify-sync --db c.db status
    [[ $stderr == *"cannot use the database '$PWD/c.db': "*'malformed'* ]]
}

@test "replay stores an archive, and ends with the status of store" {
    stand_in --tracks 120
    "$(spotify-sync --exec-path)/fetch-tracks" >saved.ndjson
    run -0 spotify-sync --db a.db replay saved.ndjson saved.ndjson
    same_tracks a.db
    echo 'not JSON' >>saved.ndjson
    run -65 spotify-sync --db b.db replay saved.ndjson
    assert_output --partial 'saved.ndjson'
}

@test "an installed spotify-sync finds its parts, through symbolic links too" {
    stand_in --tracks 120
    make -s -C "$BATS_TEST_DIRNAME/.." install DESTDIR="$PWD/to" PREFIX=/usr >/dev/null
    mv to moved
    mkdir bin
    ln -s ../moved/usr/bin/spotify-sync bin/a-link
    ln -s a-link bin/another
    unset SPOTIFY_SYNC_EXEC_PATH
    run -0 bin/another --exec-path
    assert_output "$PWD/moved/usr/libexec/spotify-sync"
    test -s moved/usr/share/man/man5/spotify-sync.5
    test -s moved/usr/share/man/man7/spotify-sync.7
    run -0 bin/another --db a.db
    same_tracks a.db
}

@test "an option that a command would not heed is refused, and --help comes before what else is given" {
    local line
    while IFS=: read -r line expected; do
        # shellcheck disable=SC2086
        run -64 spotify-sync --db a.db $line
        assert_line --index 0 --partial "spotify-sync: $expected"
    done <<'LINES'
--budget 1 status:--budget belongs to sync and plays and restore
--full-every 3 plays:--full-every belongs to sync
--json list:--json belongs to status and history and changes; options of 'list' follow it
LINES
    run -64 spotify-sync 'status history'
    assert_line --index 0 --partial "unknown command 'status history'"
    run -64 spotify-sync help 'plays schedule'
    run -78 spotify-sync --db new/ status
    assert_output "spotify-sync: 'new/' is a directory: give a file with --db"
    run -0 spotify-sync --full --wait status --json --help
    assert_line --index 0 --partial 'spotify-sync status'
    # Those before restore reach it.
    run -64 spotify-sync --db a.db --window 99999 restore
    assert_line --index 0 --partial 'restore: --window takes'
}

@test "short options can be combined" {
    run -0 spotify-sync -qV
    assert_output --partial 'spotify-sync '
    run -0 spotify-sync -vvh
    assert_line --partial 'usage: '
    run -64 spotify-sync -vx
    assert_output --partial "unknown option '-x'"
    run -0 fetch-tracks -qV
}
