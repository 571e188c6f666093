# What a person reads of the first hours: in words that say what is, what is missing and what to do, on any terminal.

load helper
setup() { begin_test; }
teardown() { end_test; }

# at_columns COLUMNS COMMAND…: runs it on a terminal of this width; no line of `output` is wider, except bars, whose characters
# are several bytes, how a phase has ended, and messages.
at_columns() {
    TERM=xterm run script -qec "stty cols $1 rows 24; ${*:2}" /dev/null </dev/null
    output=$(tr -d '\r' <<<"$output" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g')
    assert_equal "$(awk -v most="$1" 'length > most && !/library\.db|━|┄|^[a-z-]+: /' <<<"$output")" ''
}

# unfolded: `output` without the breaks of lines that are longer than the screen.
unfolded() {
    output=${output//$'\n  '/ }
}

# driver_query FILE [PARAMETER=VALUE…]: what the driver's query FILE prints about a.db, while a sync of it is open.
driver_query() {
    local pair parameters=()
    for pair in "${@:2}"; do
        parameters+=(-cmd ".parameter set :${pair%%=*} \"'${pair#*=}'\"")
    done
    sql -cmd ".read $BATS_TEST_DIRNAME/../schema/driver/phases.sql" \
        -cmd "INSERT INTO sync (id, kind, started_at, limit_kind, run_at, seconds_before)
              SELECT id, kind, started_at, 'app', julianday('now'), 0 FROM sync_history" \
        "${parameters[@]}" a.db ".read $BATS_TEST_DIRNAME/../schema/driver/$1.sql"
}

# limited_library ARTISTS ALBUMS: makes a.db, whose lists are read, and which lacks so many details; the quotas of today, of 60
# calls each, are used up.
limited_library() {
    rm -f a.db
    store a.db </dev/null
    sql a.db "
        INSERT INTO artists (id, name) SELECT format('%022d', value), 'artist' FROM generate_series(1, $1);
        INSERT INTO albums (id, name) SELECT format('%022d', value), 'album' FROM generate_series(1, $2);
        INSERT INTO sync_history (id, kind, status, started_at) VALUES (1, 'full', 'InProgress', '2026-11-30T08:00:00Z');
        INSERT INTO sync_state (state_key, entity_type, status, created_at, updated_at)
        SELECT 'sync_1_' || value, value, iif(value GLOB 'a*', 'RateLimited', 'Success'), '2026', '2026'
          FROM json_each('[\"tracks\", \"artists\", \"albums\", \"playlists\"]');
        INSERT INTO quotas (endpoint, entity_type, ids_per_call, calls, budget, began_at, ends_at, told_at)
        SELECT value, value || 's', 1, 60, 60, strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-23 hours'),
               strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 hours'), '2026'
          FROM json_each('[\"artist\", \"album\"]')"
}

@test "a limit is reported once, with what is missing and the day on which a sync a day has it" {
    local done_by
    limited_library 396 194
    # At 60 calls a day they take seven windows, of which the first begins in an hour.
    done_by=$(LC_ALL=C date -d '+1 hours +6 days' '+%-d %B %Y')
    done_by=${done_by% "$(date +%Y)"}
    run -0 driver_query finish status=RateLimited error= 'limited=artists and albums' "reset=$((EPOCHSECONDS + 3600))" budget= timers= option= database=
    assert_output "Your songs and playlists are complete. Details of 396 artists and 194 albums are
  still missing: Spotify allows your app only so many calls a day. With a sync a
  day this is done by $done_by; 'spotify-sync schedule' does that."
    # Where no quota is known, it says until when the limit lasts.
    limited_library 1 0
    sql a.db 'DELETE FROM quotas'
    run -0 driver_query finish status=RateLimited error= limited=artists "reset=$((EPOCHSECONDS - 60))" budget= timers= option= database=
    assert_line --index 0 'Your songs and playlists are complete. Details of 1 artist are still missing:'
    assert_output --regexp "'spotify-sync schedule'
  syncs once a day.
A limit holds artists until 20[0-9: -]+: sync again then, or with
  --wait.\$"
}

@test "a sync's end and status say where the library is, what it has, whether timers run, and what to do next" {
    local timers=$XDG_CONFIG_HOME/systemd/user
    stand_in --tracks 60 --playlists 3 --saved-albums 5 --followed-artists 4
    control 'play?track=1'
    run -0 spotify-sync
    unfolded # the path may be long
    assert_equal "$(tail -n 4 <<<"$output" | sed '1s/ in .*//')" "Done
Database: $XDG_DATA_HOME/spotify-sync/library.db
It has 60 songs, 3 playlists, 5 saved albums, 4 followed artists and 0 plays.
Next: 'spotify-sync schedule' keeps it up to date; 'spotify-sync list' shows it."
    refute_output --partial '0 of 0'
    spotify-sync -q plays
    run -0 spotify-sync status
    unfolded
    assert_output --partial "
Also saved: 5 albums, 0 shows, 0 episodes and 0 audiobooks.
Followed artists: 4. Plays fetched: 1.
Database: $XDG_DATA_HOME/spotify-sync/library.db
No timers are installed.
Next: 'spotify-sync schedule' keeps it up to date; 'spotify-sync list' shows it.
Signed in"

    mkdir -p "$timers"
    touch "$timers/spotify-sync-sync.timer"
    run -0 spotify-sync status
    assert_line 'Scheduled: plays every half hour, and a sync every day.'
    assert_line "Next: 'spotify-sync list' prints it; 'spotify-sync serve --open' shows it."
    # Of another account, in another file.
    mv "$XDG_DATA_HOME/spotify-sync/library.db" a.db
    run -0 spotify-sync --account work --db a.db status
    assert_line 'No timers are installed.'
    sql a.db "UPDATE sync_history SET status = 'Failed'"
    run -0 spotify-sync --account work --db a.db status
    unfolded
    assert_output --partial "Next: 'spotify-sync --account work --db $PWD/a.db'"
}

@test "what a person reads fits a terminal of 80 and 40 columns, in the same words" {
    local columns command
    stand_in --tracks 60 --playlists 3 --limit artists=3600
    for columns in 80 40; do
        at_columns "$columns" spotify-sync sync --full
        unfolded
        assert_output --partial "
Your songs and playlists are complete. Details of "
        assert_output --regexp ' are still missing: Spotify allows your app only so many calls a day\. '
        assert_output --regexp '
A limit holds artists until 20[0-9: -]+ \(in [0-9 a-z]+\): sync again then, or with --wait\.$'
    done
    for command in status history; do
        spotify-sync "$command" >plain
        for columns in 80 40; do
            at_columns "$columns" spotify-sync "$command"
            # A second may have gone by.
            assert_equal "$(tr -s ' \n' ' ' <<<"$output" | sed 's/(in [^)]*)//g')" "$(tr -s ' \n' ' ' <plain | sed 's/(in [^)]*)//g')"
        done
    done
    at_columns 40 "SPOTIFY_API_URL=http://127.0.0.1:1/v1 spotify-sync -q --retry-delay 0" || true
    [[ $output == *'spotify-sync: the sync is incomplete: the next one continues from there' ]]
    at_columns 40 spotify-sync statsu || true
    assert_output "spotify-sync: unknown command 'statsu': did you mean 'status'?"
}

@test "while a sync waits for a limit, status says until when" {
    local ends
    stand_in --tracks 30 --limit me=3600
    background spotify-sync --db a.db --wait
    until_true 60 grep -q 'waiting for the limit' background.out
    run -0 spotify-sync --db a.db status
    ends=$(sed -n 's/.*try again at \([0-9: -]*\):[0-9]*$/\1/p' <<<"$output")
    assert_line --regexp "^Sync 1 \\(full\\): waiting until ($ends|${ends#* }); started 20"
    spotify-sync --db a.db cancel

    # The limit of a phase, once all of them have ended.
    limited_library 2 0
    sql a.db "UPDATE sync_state SET rate_limit_reset_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+2 days')
               WHERE status = 'RateLimited'"
    ends=$(sql a.db "SELECT substr(replace(max(rate_limit_reset_at), 'T', ' '), 1, 16) FROM sync_state")
    exec {lock}<>a.db.lock
    flock "$lock"
    run -0 spotify-sync --db a.db status
    assert_line --regexp "^Sync 1 \\(full\\): waiting until $ends; started 20"
    sql a.db "UPDATE sync_state SET status = 'InProgress' WHERE entity_type = 'albums'"
    run -0 spotify-sync --db a.db status
    assert_line --regexp "^Sync 1 \\(full\\): running; started 20"
    exec {lock}>&-
}

@test "Spotify out of reach is said with each try, once, and ends the whole sync" {
    local program
    stand_in --tracks 500 --fault hang@2-9999:tracks
    background spotify-sync --db a.db --window 1 --retry-delay 0.01
    until_true 60 has_first_page
    stand_in_end
    finish_background
    assert_equal "$background_status" 69
    run -0 grep -v ': started$' background.out
    assert_output --regexp "^fetch-tracks: cannot reach Spotify, trying again, 3 of 5
fetch-tracks: cannot reach Spotify, trying again, 4 of 5
fetch-tracks: cannot reach Spotify, trying again, 5 of 5
fetch-tracks: .*cannot reach Spotify: .* \\(tried 5 times\\)
tracks: failed after 50 of 500
spotify-sync: the sync is incomplete: the next one continues from there\$"
    assert_equal "$(sql a.db 'SELECT entity_type FROM sync_state')" tracks

    # From the beginning, and by several requests at once.
    SPOTIFY_API_URL=http://127.0.0.1:1/v1 run -69 --separate-stderr fetch-playlists --retry-delay 0
    assert_equal "$(grep -c 'trying again, 2 of 5' <<<"$stderr") $(wc -l <<<"$stderr")" '1 5'
    SPOTIFY_API_URL=http://127.0.0.1:1/v1 run -69 --separate-stderr fetch-playlists -q --retry-delay 0
    assert_equal "$(wc -l <<<"$stderr")" 1
}

@test "on a terminal store says how many rows it stored, and prints a STATE only into a pipe or a file" {
    local columns
    stand_in --tracks 1200
    fetch-tracks >saved.ndjson
    for columns in 80 40; do
        run -0 script -qec "stty cols $columns; store a.db saved.ndjson" /dev/null </dev/null
        assert_output $'store: 1,200 rows stored\r'
    done
    run -0 script -qec 'store -q a.db saved.ndjson' /dev/null </dev/null
    assert_output ''
    run -65 script -qec "(head -n 3 saved.ndjson; echo '{') | store b.db" /dev/null </dev/null
    assert_line --index 0 --partial 'store: standard input, line 4: '
    assert_line --index 1 $'store: 2 rows stored\r'
    run -0 --separate-stderr store a.db saved.ndjson
    assert_equal "$(jq -r .type <<<"$output") $stderr" 'STATE '
    run -0 script -qec 'store a.db saved.ndjson >states' /dev/null </dev/null
    assert_equal "$output $(jq -r .type states)" ' STATE'
}

@test "the time at which a limit ends is local, and with --quiet nothing is said of it" {
    local ends
    stand_in --tracks 30 --limit me=3600 --limit recently-played=3600
    export TZ=XXX-5
    ends="($(date -d '+1 hours' '+%F %H')|$(date -d '+61 minutes' '+%F %H')):[0-9:]{5}"
    run -75 spotify-sync --db a.db
    assert_output --regexp "^A limit holds the account until $ends \(in (1 h 0|60) min\): "
    run -75 spotify-sync -q --db a.db
    assert_output ''
    run -75 fetch-account
    assert_output --regexp "^fetch-account: the limit for /me has been reached; try again at $ends\$"
    run -75 spotify-sync -q --db a.db plays
    assert_output ''
}
