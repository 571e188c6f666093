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

@test "fetch-plays prints the last 50 plays, newest first, with one request" {
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

@test "fetch-plays handles an empty list, and plays without a track" {
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

@test "a limit, a refusal or nonsense ends fetch-plays with a STATE that says so" {
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

@test "spotify-sync plays makes one request, and reports what is new" {
    stand_in --tracks 80
    play 20
    run -0 spotify-sync --db a.db plays
    assert_output '20 new plays.'
    assert_equal "$(requests)" 1
    play 1
    run -0 spotify-sync --db a.db plays
    assert_output '1 new play.'
    run -0 spotify-sync --db a.db plays -q
    assert_output ''
    same_plays a.db
    assert_equal "$(requests)" 3
    # No sync, and no trace of one.
    assert_equal "$(sql a.db 'SELECT count(*) FROM sync_history')" 0
}

@test "spotify-sync plays warns when plays were lost, and only then" {
    stand_in --tracks 80
    play 60
    run -0 spotify-sync --db a.db plays
    assert_output '50 new plays.'
    play 49
    run -0 spotify-sync --db a.db plays
    assert_output '49 new plays.'
    play 50
    run -0 --separate-stderr spotify-sync -q --db a.db plays
    [[ $stderr == *'warning: none of the last 50 plays was known'* ]]
    run -0 --separate-stderr spotify-sync -q --db a.db plays
    assert_equal "$stderr" ''
}

@test "spotify-sync plays with a given token leaves a new database without owner, and refuses another's" {
    stand_in --tracks 30 --user jo
    play 5
    spotify-sync -q --db a.db plays
    assert_equal "$(sql a.db 'SELECT count(*) FROM account')" 0
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT user_id FROM account')" jo
    spotify-sync -q --db a.db plays
    control 'set?user=kim'
    play 3
    SPOTIFY_ACCESS_TOKEN=another run -78 spotify-sync --db a.db plays
    assert_output --partial "belongs to 'jo', but 'kim' is signed in"
    assert_equal "$(sql a.db 'SELECT count(*) FROM plays')" 5
}

@test "spotify-sync plays knows from the sign-in whose they are, without a request" {
    stand_in --tracks 30 --user jo
    unset SPOTIFY_ACCESS_TOKEN
    run -77 spotify-sync --db a.db plays
    assert_output --partial 'Nobody is signed in yet'
    [[ ! -e a.db ]]
    log_in --client-id test-client
    play 5
    control log/clear
    spotify-sync -q --db a.db plays
    assert_equal "$(requests) $(requests me)" '1 0'
    assert_equal "$(sql a.db 'SELECT user_id FROM account')" jo
    same_plays a.db
}

@test "spotify-sync plays runs beside a sync, but once at a time" {
    stand_in --tracks 500 --fault hang@1-999:tracks
    play 30
    background spotify-sync --db a.db --window 1
    until_true 60 eval '(($(requests tracks) > 0))'
    spotify-sync -q --db a.db plays
    same_plays a.db
    kill -0 "$background_pid"
    kill -TERM "$background_pid"
    finish_background

    control 'set?fault=&fault=hang@1-999:recently-played'
    background spotify-sync --db a.db plays
    until_true 60 lock_is_taken a.db.plays.lock
    run -75 spotify-sync --db a.db plays
    assert_output --partial "plays are already being fetched into '$PWD/a.db' (process $background_pid)"
    kill -TERM "$background_pid"
    finish_background
    assert_equal "$background_status" 143
    control 'set?fault='
    spotify-sync -q --db a.db plays
}

lock_is_taken() {
    [[ -s $1 ]] && ! flock -n "$1" true
}

@test "spotify-sync plays ends with 75 at a limit, with 69 at an outage" {
    stand_in --tracks 30 --limit recently-played=7200
    run -75 spotify-sync --db a.db plays
    assert_output --partial 'try again at'
    rm -rf "$XDG_STATE_HOME/spotify-sync"
    stand_in --tracks 30 --fault 500@1-99:recently-played
    run -69 spotify-sync --db a.db --retry-delay 0 plays
    assert_output --partial 500
}

# The first six hours of a day of 1,000 plays in a random order of tracks, one in eight told up to 35 minutes late. A line for
# each: the half hour in which Spotify tells it, the track's place, and when it was played, in milliseconds.
six_hours() {
    awk 'BEGIN {
        srand(20261123)
        for (n = 0; n < 250; n++) {
            second = int((n + rand()) * 86.4)
            told = second + (rand() < 0.125 ? int(rand() * 2100) : 0)
            slot = int(told / 1800)
            printf "%d %d %d%03d\n", slot < 12 ? slot : 11, int(rand() * 300), 1795132800 + second, rand() * 1000
        }
    }' | sort -n -k 1,1 -s
}

@test "250 plays of six hours, some reported late, are stored without loss or doubles by 12 requests" {
    local slot slots place at
    stand_in --tracks 300
    six_hours >day
    for ((slot = 0; slot < 12; slot++)); do
        awk -v slot="$slot" -v at="$STAND_IN" '$1 == slot {
            printf "url = \"%s/stand-in/play?track=%d&at=%s\"\noutput = /dev/null\n", at, $2, $3 }' day |
            curl -fsS -X POST -K -
        spotify-sync --db a.db plays >>said 2>&1
    done
    same_plays a.db
    assert_equal "$(sql a.db 'SELECT count(*), count(DISTINCT played_at) FROM plays')" '250|250'
    assert_equal "$(requests recently-played) $(requests)" '12 12'
    assert_equal "$(wc -l <said)" 12
    run ! grep warning said
    # Some did come late: not each half hour's plays are newer than those before.
    assert_equal "$(awk '$3 + 0 < newest { late++ } $3 + 0 > newest { newest = $3 + 0 } END { print (late > 12) }' day)" 1
}

@test "a time is printed in one form, however many digits it comes with" {
    local time
    stand_in --tracks 20
    for time in 55Z 55.0Z 55.000Z 55.000000Z 55.12Z 55.1239Z; do
        printf '{"played_at":"2026-11-20T10:00:%s","track":{"type":"track","id":"%022d","name":"x"}}\n' "$time" 1
    done | jq -s '{items: .}' >answer
    control "set?answer=recently-played=$PWD/answer"
    run -0 --separate-stderr fetch-plays
    assert_equal "$(jq -r '.record.played_at // empty' <<<"$output" | cut -c 18- | xargs)" \
        '55.000Z 55.000Z 55.000Z 55.000Z 55.120Z 55.123Z'
}

@test "a server that answers at random gets at most five requests for the plays" {
    local seed
    for seed in 1 2 3; do
        stand_in --seed "$seed" --tracks 20
        control 'set?fault=500~30&fault=nonsense~30&fault=empty~20&fault=garbage~20'
        run --separate-stderr fetch-plays --retry-delay 0
        (($(requests) <= 5)) || fail "$(requests) requests"
    done
}
