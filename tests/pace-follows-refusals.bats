#!/usr/bin/env bats
# How fast requests go once the API has refused one, and what is remembered of that.

load helper
setup() {
    begin_test
    pace_db=$XDG_STATE_HOME/spotify-sync/pace.db
}
teardown() { end_test; }

ids() { jq -r 'select(.stream == "saved_tracks" and .type == "RECORD").record.id'; }

@test "a first request that is refused, for others have used the app, does not teach that one request is all that may be made" {
    stand_in --tracks 300 --fault 429=1@1
    assert_equal "$(fetch-tracks | ids | wc -l)" 300
    # Of those behind the first page, several were sent at once.
    run -0 jq -s 'map(select(.status == 200).at_us) | sort | [.[:-1], .[1:]] | transpose
        | map(.[1] - .[0] | select(. < 500000)) | length >= 3' <(ask log)
    assert_output true
}

@test "what was learned of the rate limit is forgotten a day after the last refusal" {
    stand_in --tracks 60 --fault 429=1@1
    fetch-tracks >out
    assert_equal "$(sql "$pace_db" 'SELECT count(*) FROM app WHERE allowance > 0')" 1
    sql "$pace_db" 'UPDATE app SET allowance = 1, refused_at = refused_at - 2 * 86400000000, held_until = 0'
    fetch-tracks >out
    assert_equal "$(sql "$pace_db" 'SELECT count(*) FROM app WHERE allowance > 0')" 0
}

# times_ahead STATEMENTS: sets times as a clock leaves them that is a day ahead, which is AHEAD
times_ahead() {
    local now=$((EPOCHSECONDS * 1000000)) ahead=$(((EPOCHSECONDS + 86400) * 1000000))
    sql "$pace_db" "UPDATE app SET allowance = 5, span = 1000000, held_until = $now, refused_at = $now;
                    DELETE FROM request;
                    INSERT INTO request (app, sent_at, answered_at) SELECT key, $now, $now FROM app;
                    ${1//AHEAD/$ahead}"
}

@test "times that a clock has left which was a day ahead hold nobody" {
    local statement
    stand_in --tracks 60 --fault 429=1@1
    fetch-tracks >out
    while read -r statement; do
        times_ahead "$statement"
        # Else it would wait for a day.
        run -0 timeout 60 fetch-tracks
    done <<'END'
UPDATE app SET held_until = AHEAD
UPDATE app SET held_until = AHEAD + 1000000, refused_at = AHEAD
UPDATE app SET allowance = 1; UPDATE request SET answered_at = AHEAD
UPDATE app SET allowance = 1; UPDATE request SET sent_at = AHEAD, answered_at = NULL
UPDATE quota SET reset_at = AHEAD + 40 * 86400000000
END
}

@test "who waits for requests of a process that was killed says so" {
    stand_in --tracks 60 --fault 429=1@1
    fetch-tracks >out
    # Ten seconds are left of the two minutes for which it counts.
    sql "$pace_db" "UPDATE app SET allowance = 1, doubled_at = 0;
                    INSERT INTO request (app, sent_at) SELECT key, $(((EPOCHSECONDS - 110) * 1000000)) FROM app"
    fetch-tracks 2>err >out
    assert_equal "$(grep -c 'waiting for requests of other processes' err)" 1
}
