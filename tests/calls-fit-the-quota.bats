# A personal app gets one object a call, out of a quota: what that costs, and that it is complete in the end.

load helper
setup() { begin_test; }
teardown() { end_test; }

pending() { # the artists and albums that lack their details
    sql a.db 'SELECT (SELECT count(*) FROM artists WHERE coalesce(fetched_at, unavailable_at) IS NULL),
                     (SELECT count(*) FROM albums WHERE coalesce(fetched_at, unavailable_at) IS NULL)'
}

# sync_each_window OPTION…: a sync in each window of the quota until one is complete; sets `windows`. None may ask
# an endpoint once it is known that its quota is used up: what is refused was under way at that moment.
sync_each_window() {
    local status refused
    windows=0
    while :; do
        windows=$((windows + 1))
        status=0
        control log/clear
        spotify-sync -q --db a.db "$@" || status=$?
        refused=$(ask stats | jq '.by_status["429"] // 0')
        ((refused <= most_refused))
        ((status)) || return 0
        assert_equal "$status" 75
        # Before the window ends there is nothing to ask but whether the lists have changed.
        if ((windows <= 2)); then
            control log/clear
            run -75 spotify-sync -q --db a.db "$@"
            assert_equal "$(requests)" 2
            assert_equal "$(requests tracks) $(requests playlists)" '1 1'
        fi
        [[ $windows != 1 ]] || cp a.db first.db
        end_window
    done
}

# An hour's window is over, as two hours have passed since all that is remembered of it.
end_window() {
    control "set?quota=${quota[0]}&quota=${quota[1]}"
    sql "$XDG_STATE_HOME/spotify-sync/pace.db" 'UPDATE quota
        SET window_since = window_since - 7200000000, reset_at = iif(reset_at, reset_at - 7200000000, 0)'
    sql a.db "UPDATE sync_state SET rate_limit_reset_at = strftime('%Y-%m-%dT%H:%M:%SZ', rate_limit_reset_at, '-2 hours')"
}

@test "with a budget, a personal app's library is complete after as many windows as it takes, and not one call is refused" {
    local windows most_refused=0 described quota=(artist=60/3600 album=60/3600)
    stand_in --mode development --tracks 500 --artists 200 --albums 300 --playlists 2 \
        --followed-artists 10 --saved-albums 5 --quota "${quota[0]}" --quota "${quota[1]}"
    sync_each_window --budget 60 --quota-window 3600
    assert_equal "$windows" 5
    assert_equal "$(pending)" '0|0'
    # The most wanted first: twice as many tracks are described as with artists in any order.
    described=$(spotify-sync --db first.db status --json | jq .details.described)
    sql first.db "CREATE TEMP TABLE some AS SELECT id FROM artists ORDER BY id
                      LIMIT (SELECT count(*) FROM artists WHERE fetched_at IS NOT NULL);
                  UPDATE artists SET fetched_at = iif(id IN some, '2026-01-01T00:00:00Z', NULL)"
    ((described >= 2 * $(spotify-sync --db first.db status --json | jq .details.described)))
}

@test "a budget holds the sync that it was given to, and no later one" {
    stand_in --mode development --tracks 100 --playlists 2
    spotify-sync -q --db a.db
    control 'change?do=add&count=3'
    control log/clear
    run -75 spotify-sync --db a.db --budget 0
    assert_line --partial 'sync again then, with --wait, or with another --budget'
    assert_equal "$(requests tracks) $(requests playlists)" '0 0'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -r '.phases.tracks | .status + ": " + .last_error' <<<"$output" | sed 's| until .*||')" \
        'RateLimited: the budget of 0 calls to /me/tracks is used up'
    spotify-sync -q --db a.db
    "$BATS_TEST_DIRNAME/same-library" a.db
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '2|Success'
    assert_equal "$(pending)" '0|0'
}

@test "without a budget, a sync learns what is allowed, and leaves a tenth of it to others" {
    local windows most_refused=22 quota=(artist=60/3600 album=60/3600)
    stand_in --mode development --tracks 300 --artists 100 --albums 150 --playlists 2 \
        --followed-artists 10 --saved-albums 5 --quota "${quota[0]}" --quota "${quota[1]}"
    sync_each_window
    assert_equal "$windows" 3
    assert_equal "$(pending)" '0|0'
    assert_equal "$(ask stats | jq '.by_status["429"] // 0')" 0
}

@test "an app with batch endpoints asks for 50 artists and 20 albums a call, less what came for nothing" {
    stand_in --tracks 500 --artists 200 --albums 300 --playlists 0 --followed-artists 100 --saved-albums 45
    spotify-sync -q --db a.db
    assert_equal "$(pending)" '0|0'
    assert_equal "$(requests artists) $(requests albums)" '2 13'
    assert_equal "$(requests artist) $(requests album)" '0 0'
}

@test "whether an app has batch endpoints is found out once, and remembered" {
    stand_in --mode development --tracks 100
    spotify-sync -q --db a.db
    # One enricher may have found out for the other, which runs beside it.
    (($(requests artists) + $(requests albums) <= 2))
    control log/clear
    spotify-sync -q --db b.db
    assert_equal "$(requests artists) $(requests albums)" '0 0'
}

@test "an app that gains or loses batch endpoints between runs is noticed" {
    local status
    for status in 403 404 410; do
        stand_in --tracks 500 --artists 200 --removed-status "$status"
        fetch-tracks >in
        enrich-artists <in >out
        assert_equal "$(requests artists)" 4

        control 'set?mode=development'
        control log/clear
        enrich-artists <in >out
        assert_equal "$(requests artist)" 200
        assert_equal "$(jq -r 'select(.record.unavailable_at) | .record.id' out)" ''

        control 'set?mode=extended'
        control log/clear
        enrich-artists <in >out
        (($(requests artist) < 20))
        (($(requests artists) <= 4))
        assert_equal "$(jq -r 'select(.stream == "artists" and .type == "RECORD").record.id' out | sort -u | wc -l)" 200
    done
}

@test "an app that gains or loses batch endpoints in mid-run is noticed" {
    stand_in --tracks 2000 --artists 1000
    fetch-tracks >in
    control log/clear
    # Where the app is to change its kind, nothing goes on until it has.
    control 'set?fault=hang@5-9999:artists'
    background bash -c 'enrich-artists --window 2 --timeout 2 --retry-delay 0.1 <in >out'
    until_true 60 eval '(($(requests artists) >= 5))'
    control 'set?mode=development&fault=&fault=hang@20-9999:artist'
    until_true 60 eval '(($(requests artist) >= 20))'
    control 'set?mode=extended&fault='
    finish_background
    assert_equal "$background_status" 0
    (($(requests artist) < 500))
    assert_equal "$(jq -r 'select(.stream == "artists" and .type == "RECORD" and .record.name).record.id' out |
        sort -u | wc -l)" 1000
}

@test "an app that is refused single calls as well ends with 77" {
    stand_in --mode development --tracks 20
    fetch-tracks >in
    control 'set?fault=403~100:artist'
    run -77 --separate-stderr enrich-artists <in
    [[ $stderr == *'/artists/'*'was refused'* ]]
    assert_equal "$(grep -c '"RECORD"' <<<"$output")" 20
    # A mode that is asked for is not doubted.
    run -77 --separate-stderr enrich-artists --mode batch <in
    run -64 --separate-stderr enrich-artists --mode many <in
}

@test "what an app does not get is NULL" {
    stand_in --mode development --tracks 50
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT count(popularity), count(followers), count(fetched_at) > 0 FROM artists')" '0|0|1'
    assert_equal "$(sql a.db 'SELECT count(popularity), count(label), count(fetched_at) > 0 FROM albums')" '0|0|1'
}

@test "saved albums and followed artists are read once a day, and their removal is noticed" {
    stand_in --tracks 100 --playlists 0 --followed-artists 5 --saved-albums 5
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT (SELECT count(*) FROM saved_albums), (SELECT count(*) FROM followed_artists)')" '5|5'
    control 'change?do=unfollow&place=1'
    control 'change?do=unsave-album&place=1'
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests saved-albums) $(requests following)" '0 0'
    sql a.db "UPDATE readings SET completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-25 hours')"
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT (SELECT count(*) FROM saved_albums WHERE removed_at IS NULL),
                                     (SELECT count(*) FROM followed_artists WHERE removed_at IS NULL)')" '4|4'
    assert_equal "$(pending)" '0|0'
    # What is gone is not asked for.
    assert_equal "$(requests artists) $(requests albums)" '0 0'
}

@test "a token that may not read followed artists does not keep the rest from being read" {
    stand_in --tracks 100 --followed-artists 5 --saved-albums 5 --fault '403~100:following'
    run -0 spotify-sync --db a.db
    assert_output --partial 'was refused'
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_albums')" 5
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests following)" 0
}

@test "--refresh-after fetches the oldest details again, with what budget is left" {
    stand_in --mode development --tracks 100 --artists 40 --albums 40
    spotify-sync -q --db a.db
    sql a.db "UPDATE artists SET fetched_at = '2026-01-01T00:00:00Z'
               WHERE id IN (SELECT id FROM artists ORDER BY id LIMIT 30)"
    control log/clear
    spotify-sync -q --db a.db --refresh-after 30 --budget 60
    assert_equal "$(requests artist)" 20
    assert_equal "$(sql a.db "SELECT count(*) FROM artists WHERE fetched_at = '2026-01-01T00:00:00Z'")" 10
    spotify-sync -q --db a.db --refresh-after 30 --budget 100
    assert_equal "$(sql a.db "SELECT count(*) FROM artists WHERE fetched_at = '2026-01-01T00:00:00Z'")" 0
    spotify-sync -q --db a.db
    assert_equal "$(requests artist)" 30
}

@test "a quota without Retry-After lasts for 24 hours from the first call" {
    local began
    stand_in --mode development --tracks 100 --artists 40 --quota artist=10/1000 --quota-without-retry-after
    began=$(date -u -d '+24 hours' +%FT%T)
    run -75 spotify-sync -q --db a.db
    run sql a.db "SELECT rate_limit_reset_at FROM sync_state WHERE entity_type = 'artists'"
    [[ ! $output < $began && ! $output > $(date -u -d '+24 hours 2 seconds' +%FT%TZ) ]]
    assert_equal "$(sql a.db "SELECT count(*) FROM artists WHERE fetched_at IS NOT NULL")" 10
}

@test "an artist that is refused keeps nothing else from being read, and is asked for again" {
    local id
    stand_in --mode development --tracks 100 --playlists 3
    id=$(ask artists | jq -r .id | head -n 1)
    control "set?fault=403~100:$id"
    run -69 spotify-sync -q --db a.db
    assert_output --partial "/artists/$id was refused: 403"
    assert_equal "$(pending)" '1|0'
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlists')" 3
    run -69 spotify-sync -q --db a.db
    control 'set?fault='
    spotify-sync -q --db a.db
    assert_equal "$(pending)" '0|0'
}

@test "status says what share of the tracks is described, and on which day all will be" {
    stand_in --mode development --tracks 200 --artists 60 --albums 50 --playlists 0
    run -75 spotify-sync --db a.db --budget 20
    assert_line --partial 'A limit holds artists and albums until'
    refute_output --partial 'the limit for'
    run -0 spotify-sync --db a.db status
    assert_output --partial 'Pending: 40 artists and 30 albums, 70 calls'
    # 40 more artists at 20 a day: today's are made, so tomorrow and the day after.
    assert_output --partial "complete on $(LC_ALL=C date -u -d '+2 days' '+%-d %B')"
    spotify-sync --db a.db status --json >status.json
    assert_equal "$(jq -c '.details | [.tracks, .pending_artists, .pending_albums, .calls_left]' status.json)" \
        '[200,40,30,70]'
    assert_equal "$(jq .details.described status.json)" "$(sql a.db '
        SELECT count(*) FROM tracks WHERE album_id IN (SELECT id FROM albums WHERE fetched_at IS NOT NULL)
           AND id NOT IN (SELECT track_id FROM track_artists JOIN artists ON artists.id = artist_id
                           WHERE fetched_at IS NULL)')"
    spotify-sync -q --db a.db --budget 1000
    run -0 spotify-sync --db a.db status
    assert_output --partial 'With all details: 200 of 200 tracks (100 %)'
    refute_output --partial 'Pending'
}

@test "what playlists bring is described in the same sync" {
    stand_in --tracks 20 --artists 300 --albums 100 --playlists 5 --playlist-items 60
    spotify-sync -q --db a.db
    assert_equal "$(pending)" '0|0'
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests artists) $(requests albums)" '0 0'
}

@test "a file of version 1 is migrated, with what it holds" {
    sqlite3 a.db <"$BATS_TEST_DIRNAME/../schema/library.sql"
    sql a.db "INSERT INTO artists (id, name) VALUES ('0000000000000000000001', 'kept')"
    sql a.db "INSERT INTO sync_history (kind, status, started_at) VALUES ('full', 'Success', '2026-01-01T00:00:00Z')"
    run -0 spotify-sync --db a.db status
    assert_line --partial 'There are no liked songs.'
    assert_equal "$(sql a.db 'PRAGMA user_version; SELECT name FROM artists; SELECT count(*) FROM quotas')" "$(newest_schema)"$'\nkept\n0'
}

@test "calls that reach no server are not counted against the quota" {
    stand_in --tracks 10
    printf '{"type":"RECORD","stream":"x","record":{"artists":[{"id":"%s"}]}}\n' 1 2 3 4 5 6 >in
    stand_in_end
    run -69 enrich-artists --mode single --budget 40 --retry-delay 0 <in
    run -69 enrich-artists --mode single --budget 40 --retry-delay 0 <in
    assert_equal "$(sql "$XDG_STATE_HOME/spotify-sync/pace.db" 'SELECT calls FROM quota')" 0
}

# calls_of_days QUOTA…: what enrich-artists gets under each day's quota, a number a day
calls_of_days() {
    local quota
    for quota in "$@"; do
        control 'set?quota='
        control "set?quota=artist=$quota"
        control log/clear
        run -75 enrich-artists --mode single <in
        ask stats | jq '.by_status["200"] // 0'
        sql "$XDG_STATE_HOME/spotify-sync/pace.db" 'UPDATE quota SET window_since = window_since - 86400000000,
            reset_at = iif(reset_at, reset_at - 86400000000, 0), learned_at = iif(learned_at, learned_at - 86400000000, 0)'
    done
}

@test "a budget that is used up without a refusal doubles for the next day, until two refusals agree" {
    stand_in --tracks 300 --artists 150
    fetch-tracks >in
    # On the first day another program has made 40 of the 50 calls.
    run calls_of_days 10/86400 50/86400 50/86400 50/86400 50/86400 50/86400 50/86400 50/86400 50/86400
    assert_equal "${lines[*]}" '10 9 18 36 50 45 50 45 45'
}

@test "a Retry-After much shorter than a day says that others made the calls, and teaches no budget" {
    stand_in --tracks 300 --artists 150
    fetch-tracks >in
    run calls_of_days 10/40000 50/86400 50/86400
    assert_equal "${lines[*]}" '10 50 45'
}

@test "a refusal that a clock recorded which was ahead holds nobody" {
    stand_in --tracks 300 --artists 150 --quota artist=10/3600
    fetch-tracks >in
    run -75 enrich-artists --mode single <in
    control 'set?quota='
    sql "$XDG_STATE_HOME/spotify-sync/pace.db" 'UPDATE quota SET learned_at = learned_at + 7200000000,
        reset_at = iif(reset_at, reset_at + 7200000000, 0)'
    run -0 enrich-artists --mode single <in
}

@test "after the artists of saved tracks, those that were played most are described first" {
    local id saved
    stand_in --mode development --tracks 40 --artists 40 --albums 5 --playlists 0
    spotify-sync -q --db a.db
    control 'change?do=remove&count=15'
    spotify-sync -q --db a.db
    sql a.db "UPDATE artists SET fetched_at = NULL; UPDATE albums SET fetched_at = NULL"
    # The last of those that no saved track has is played.
    id=$(sql a.db "SELECT max(artist_id) FROM track_artists WHERE artist_id NOT IN
        (SELECT artist_id FROM track_artists JOIN saved_tracks USING (track_id) WHERE removed_at IS NULL)")
    sql a.db "SELECT json_object('ts', '2020-01-01T00:00:0' || value || 'Z', 'ms_played', 5, 'spotify_track_uri',
        'spotify:track:' || (SELECT track_id FROM track_artists WHERE artist_id = '$id'))
        FROM json_each('[1,2,3]')" | jq -s . >past.json
    spotify-sync -q --db a.db import past.json
    saved=$(sql a.db 'SELECT count(DISTINCT artist_id) FROM track_artists JOIN saved_tracks USING (track_id) WHERE removed_at IS NULL')
    rm "$XDG_STATE_HOME/spotify-sync/pace.db"
    run -75 spotify-sync -q --db a.db --budget "$((saved + 1))"
    assert_equal "$(sql a.db "SELECT count(*), max(id = '$id') FROM artists WHERE fetched_at IS NOT NULL")" "$((saved + 1))|1"
}
