# How fast requests go once the API has refused one, and what is remembered of that.

load helper
setup() {
    begin_test
    pace_db=$XDG_STATE_HOME/spotify-sync/pace.db
}
teardown() { end_test; }

ids() { jq -r 'select(.stream == "saved_tracks" and .type == "RECORD").record.id'; }

@test "a refused first request does not teach that one request is all that is allowed" {
    stand_in --tracks 300 --fault 429=1@1
    assert_equal "$(fetch-tracks | ids | wc -l)" 300
    (($(sql "$pace_db" 'SELECT allowance FROM app') >= 5))
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

@test "times from a clock that was a day fast hold nobody" {
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
UPDATE app SET refused_since = AHEAD, tried_at = AHEAD
UPDATE app SET held_until = AHEAD + 3652 * 86400000000
UPDATE app SET allowance = 1; UPDATE request SET answered_at = AHEAD
UPDATE app SET allowance = 1; UPDATE request SET sent_at = AHEAD, answered_at = NULL
UPDATE quota SET reset_at = AHEAD + 40 * 86400000000
UPDATE quota SET reset_at = AHEAD + 86400000000, window_since = AHEAD, learned_at = AHEAD
END
}

# limit_learned: leaves a limit of one request at a time to be kept to, and the server's next answer hanging
limit_learned() {
    fetch-tracks >out
    sql "$pace_db" 'UPDATE app SET allowance = 1, doubled_at = 0'
    control log/clear
    control 'set?fault=&fault=hang@1'
}

@test "requests of a running process are waited for, and those of one that was killed are not" {
    local waiting
    stand_in --tracks 60 --fault 429=1@1
    limit_learned
    background fetch-tracks --timeout 0
    until_true 60 eval '(($(requests) == 1))'
    fetch-tracks >out 2>err 3>&- &
    waiting=$!
    until_true 60 grep -q 'waiting for requests of other processes' err
    assert_equal "$(requests)" 1
    kill -KILL -- "-$background_pid"
    # Else the request would count for two minutes.
    until_true 60 eval '! kill -0 "$waiting" 2>/dev/null'
    wait "$waiting"
    assert_equal "$(grep -c '"RECORD"' out)" 60
}

@test "a process that gets the number of one that was killed does not keep its requests" {
    stand_in --tracks 60 --fault 429=1@1
    limit_learned
    control 'set?fault='
    # shellcheck disable=SC2016 # the shell that becomes the program puts its own id in
    run -0 timeout 60 bash -c 'sqlite3 "$1" "INSERT INTO request (app, sent_at, process)
        SELECT key, $EPOCHSECONDS * 1000000, $$ FROM app" && exec fetch-tracks' - "$pace_db"
    assert_equal "$(sql "$pace_db" 'SELECT count(*) FROM request WHERE answered_at IS NULL')" 0
}

@test "twenty kills in mid-request leave nothing that the next run waits for" {
    local kills
    stand_in --tracks 1000 --latency 50 --fault 429=1@1
    fetch-tracks >out
    sql "$pace_db" 'UPDATE app SET allowance = 5, span = 1000000, doubled_at = 0'
    control 'set?fault='
    for ((kills = 0; kills < 20; kills++)); do
        control log/clear
        background fetch-tracks
        until_true 60 eval '(($(requests) > 0))'
        kill -KILL -- "-$background_pid"
        finish_background
    done
    run -0 --separate-stderr timeout 60 fetch-tracks
    [[ $stderr != *'waiting for requests'* ]]
    assert_equal "$(sql "$pace_db" 'SELECT count(*) FROM request WHERE answered_at IS NULL')" 0
}

@test "what version 2 of the database knows of quotas is kept" {
    local now=$((EPOCHSECONDS * 1000000))
    mkdir -p "${pace_db%/*}"
    sqlite3 "$pace_db" "PRAGMA user_version = 2;
        CREATE TABLE app (key TEXT PRIMARY KEY, allowance INTEGER, span INTEGER NOT NULL DEFAULT 0,
            refused_span INTEGER NOT NULL DEFAULT 0, held_until INTEGER NOT NULL DEFAULT 0,
            refused_at INTEGER NOT NULL DEFAULT 0, unlearned INTEGER NOT NULL DEFAULT 0,
            probe_at INTEGER NOT NULL DEFAULT 0, doubled_at INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE mode (app TEXT PRIMARY KEY, mode INTEGER NOT NULL) STRICT;
        CREATE TABLE request (ticket INTEGER PRIMARY KEY, app TEXT NOT NULL, sent_at INTEGER NOT NULL,
            answered_at INTEGER, probe_span INTEGER) STRICT;
        CREATE TABLE quota (app TEXT NOT NULL, endpoint TEXT NOT NULL, window_since INTEGER NOT NULL,
            calls INTEGER NOT NULL, reset_at INTEGER NOT NULL, allowance INTEGER NOT NULL, span INTEGER NOT NULL,
            learned_at INTEGER NOT NULL, PRIMARY KEY (app, endpoint)) STRICT;
        INSERT INTO app (key) VALUES ('old');
        INSERT INTO mode VALUES ('old', 2);
        INSERT INTO request VALUES (1, 'old', $now, NULL, NULL);
        INSERT INTO quota VALUES ('old', '/me/tracks', $now, 7, 0, 0, 0, 0)"
    stand_in --tracks 60
    run -0 --separate-stderr fetch-tracks
    assert_equal "$stderr" ''
    assert_equal "$(sql "$pace_db" 'SELECT mode FROM mode; SELECT calls FROM quota WHERE app = '"'old'")" $'2\n7'
}

@test "a database of a version that is not known makes room for a new one" {
    mkdir -p "${pace_db%/*}"
    sqlite3 "$pace_db" 'PRAGMA user_version = 99; CREATE TABLE app (a); CREATE TABLE request (b)'
    stand_in --tracks 60
    run -0 --separate-stderr fetch-tracks
    assert_equal "$stderr" ''
    assert_equal "$(sql "$pace_db" 'SELECT calls FROM quota')" 2
}

# model WINDOW RETRY-AFTER LATENCY: 318 requests under a limit of 30, then again with what was learned; each time
# sets how many were refused and the time taken, in thousandths of what the limit dictates
model() {
    rm -rf "$XDG_STATE_HOME"
    run -0 "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/pace-model" 318 30 "$@"
    read -r refused took <<<"${lines[0]}"
    read -r refused_again took_again <<<"${lines[1]}"
    printf '%s: %s\n' "$*" "${lines[*]}"
}

@test "the length of the window is learned whatever Retry-After says: one in 20 is refused, then one in 50" {
    local latency refused took refused_again took_again
    for latency in 1 20 60 100 150 200; do
        for retry_after in 0 1; do
            model 3000 "$retry_after" "$latency"
            ((refused * 20 <= 318 + refused && took <= 1200))
            ((refused_again * 50 <= 318 && took_again <= 1100))
        done
    done
}

@test "a window that is longer than Retry-After says is remembered as long as it is" {
    stand_in --tracks 4000 --rate 30/3 --rate-retry-after 1
    fetch-tracks --window 10 >out
    assert_equal "$(grep -c '"RECORD"' out)" 4000
    (($(sql "$pace_db" 'SELECT span FROM app') > 2500000))
}
