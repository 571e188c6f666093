# What fetch-plays prints of the last plays, and `spotify-sync plays`, which is run every half hour.

load helper
setup() { begin_test; }
teardown() { end_test; }

# play COUNT: plays so many tracks, one after the other.
play() {
    local place
    for ((place = 0; place < $1; place++)); do
        printf 'url = "%s/stand-in/play?track=%d"\noutput = /dev/null\n' "$STAND_IN" "$place"
    done | curl -fsS -X POST -K -
}

# The plays that the database has are exactly the stand-in's, with a track.
same_plays() {
    diff <(ask plays | jq -r 'select(.track_id) | [.played_at, .track_id] | join("|")' | sort) \
        <(sql "$1" 'SELECT played_at, track_id FROM plays' | sort)
}

bookmark() {
    jq -c "select(.type == \"STATE\").value.bookmarks.plays | $1" out
}

@test "the last 50 plays, newest first, in one request" {
    stand_in --tracks 80
    play 70
    fetch-plays >out
    diff <(jq -r 'select(.type == "RECORD").record | [.played_at, .track_id] | join("|")' out) \
        <(ask plays | jq -r '[.played_at, .track_id] | join("|")' | head -n 50)
    assert_equal "$(requests recently-played) $(requests)" '1 1'
    assert_equal "$(bookmark '[.total, .processed, .requests, .has_more]')" '[50,50,1,false]'
    run breaches out
    assert_output ''
    store a.db <out >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*) FROM plays JOIN tracks ON id = track_id
                              WHERE fetched_at IS NOT NULL')" 50
    # Played from the track's album, or from nowhere.
    assert_equal "$(sql a.db "SELECT count(*) FROM plays JOIN tracks ON id = track_id
                              WHERE context_uri <> 'spotify:album:' || album_id")" 0
    (($(sql a.db 'SELECT count(*) FROM plays WHERE context_uri IS NULL') > 0))
    (($(sql a.db 'SELECT count(*) FROM plays WHERE context_uri IS NOT NULL') > 0))
}

@test "no plays, and what has no track, break nothing" {
    local kind
    stand_in --tracks 10
    fetch-plays >out
    assert_equal "$(bookmark '[.total, .processed, .has_more]')" '[0,0,false]'
    play 2
    for kind in episode local null track; do
        control "play?track=5&kind=$kind"
    done
    control 'set?fault=null-item@1:recently-played'
    control log/clear
    fetch-plays >out
    assert_equal "$(bookmark '[.total, .processed]')" '[6,3]'
    run breaches out
    assert_output ''
    fetch-plays | store a.db >/dev/null
    same_plays a.db
}

@test "fetch-plays: a limit, a refusal, nonsense" {
    local kind
    stand_in --tracks 10 --limit recently-played=7200
    run -75 --separate-stderr fetch-plays
    echo "$output" >out
    assert_equal "$(bookmark '[.rate_limited, (.reset_at | type), .has_more]')" '[true,"string",true]'
    for kind in 403:77 500:69 nonsense:76; do
        rm -rf "$XDG_STATE_HOME/spotify-sync"
        stand_in --tracks 10 --fault "${kind%:*}@1-99:recently-played"
        run "-${kind#*:}" --separate-stderr fetch-plays --retry-delay 0
        echo "$output" >out
        assert_equal "$(bookmark '(.error | type)')" '"string"'
    done
}
