# The access token is renewed as it ends, once for all processes, and what the user reads when that fails.

load helper
setup() {
    begin_test
    tokens=$XDG_STATE_HOME/spotify-sync/default/tokens.json
}
teardown() { end_test; }

# The stand-in server with somebody signed in.
signed_in() { # STAND-IN OPTION…
    stand_in "$@"
    log_in --client-id test-client
    control log/clear
}

# Eight stages at once, each of which prints all 200 tracks.
eight_good_runs() {
    local i pids=()
    for i in {1..8}; do
        fetch-tracks >"tracks.$i" 2>"err.$i" &
        pids+=($!)
    done
    for i in {1..8}; do
        wait "${pids[i - 1]}"
        assert_equal "$(wc -l <"tracks.$i")" 205
    done
}

expired='.token_ends_at = "2026-01-01T00:00:00Z"'

@test "eight stages at once with a token that has ended: one refresh, eight good runs" {
    signed_in --tracks 200 --latency 20
    change_tokens "$expired"
    control 'set?expire-tokens=on'
    eight_good_runs
    assert_equal "$(requests token)" 1
    assert_equal "$(ask stats | jq '.by_status["401"] // 0')" 0
}

@test "eight stages at once with a token that the API refuses: one refresh, eight good runs" {
    signed_in --tracks 200 --latency 20
    control 'set?expire-tokens=on'
    eight_good_runs
    assert_equal "$(requests token)" 1
}

@test "a token that is short-lived is renewed as often as it ends, and not for each request" {
    signed_in --tracks 500 --token-life 1
    for _ in 1 2 3; do
        change_tokens "$expired"
        run -0 --separate-stderr fetch-tracks --window 2
    done
    refreshes=$(requests token)
    # Each run needs one, and on a slow machine more: one for each page at most.
    ((refreshes >= 3 && refreshes <= 33)) || fail "$refreshes"
}

@test "a token that ends in mid-run, with many requests under way: one refresh" {
    signed_in --tracks 5000 --latency 400
    background fetch-tracks --window 10
    until_true 60 eval '(($(requests tracks) > 20))'
    control 'set?expire-tokens=on'
    finish_background
    assert_equal "$background_status" 0
    assert_equal "$(grep -c RECORD background.out)" 5000
    assert_equal "$(requests token)" 1
}

@test "a lone request that meets an ended token or a fault goes out again at once" {
    signed_in --tracks 20
    control 'set?expire-tokens=on'
    run --separate-stderr timeout 20 fetch-tracks
    assert_success
    control log/clear
    control 'set?fault=503@1'
    run --separate-stderr timeout 20 fetch-tracks --retry-delay 0.1
    assert_success
}

@test "an answer without a refresh token keeps the old one, one with it replaces it" {
    signed_in --tracks 20
    old=$(jq -r .refresh_token "$tokens")
    change_tokens "$expired"
    fetch-tracks >tracks
    assert_equal "$(jq -r .refresh_token "$tokens")" "$old"

    control 'set?rotate-refresh=on'
    for _ in 1 2 3; do
        change_tokens "$expired"
        fetch-tracks >tracks
        new=$(jq -r .refresh_token "$tokens")
        [[ $new != "$old" ]]
        old=$new
    done
    assert_equal "$(stat -c %a "$tokens")" 600
}

@test "a refresh answer that makes no sense costs no refresh token" {
    local life answer old
    signed_in --tracks 20
    old=$(jq -r .refresh_token "$tokens")
    for life in '' ',"expires_in":0' ',"expires_in":"soon"' ',"expires_in":1e30' ',"expires_in":[]'; do
        change_tokens "$expired"
        answer="{\"access_token\":\"new\",\"refresh_token\":\"newer\"$life}"
        control "set?token-answer=$(jq -rn --arg json "$answer" '$json | @uri')"
        run -0 --separate-stderr fetch-tracks
        assert_equal "$(jq -r .refresh_token "$tokens")" newer
    done
    for answer in '' '[]' '<html>' '{"access_token":"a b","expires_in":60}' '{"expires_in":60}'; do
        change_tokens "$expired | .refresh_token = \"$old\""
        control "set?token-answer=$(jq -rn --arg json "$answer " '$json | @uri')"
        run -76 fetch-tracks
        assert_output --partial 'sent an invalid token'
        assert_equal "$(jq -r .refresh_token "$tokens")" "$old"
    done
}

@test "a reason too long to quote whole is cut between two characters" {
    signed_in --tracks 20
    change_tokens "$expired"
    control "set?token-answer=$(jq -rn '{error: "invalid_grant", error_description: ("expired x" + "é" * 300)} | tojson | @uri')"
    fetch-tracks >told 2>err || status=$?
    assert_equal "$status" 77
    iconv -f utf-8 -t utf-8 told err >/dev/null
    run -77 fetch-tracks
    assert_output --partial 'the sign-in has ended (expired xéé'
}

@test "a process that is killed while it renews the token blocks nobody" {
    signed_in --tracks 20
    change_tokens "$expired"
    control 'set?latency=60000'
    background fetch-tracks
    until_true 60 eval '(($(requests token) == 1))'
    kill -KILL "$background_pid"
    finish_background
    control 'set?latency=0'
    run --separate-stderr timeout 10 fetch-tracks
    assert_success
}

@test "a refresh token that has ended or was revoked: it is discarded, and 77 says what to do" {
    for reason in expired revoked; do
        signed_in --tracks 20 --refresh-error "$reason"
        change_tokens "$expired"
        run fetch-tracks
        assert_failure 77
        assert_output --partial "the sign-in has ended (Refresh token $reason): run 'spotify-sync login' to sign in again"
        assert_equal "$(requests token)" 1
        assert_equal "$(jq 'has("refresh_token") or has("access_token")' "$tokens")" false
        run fetch-tracks
        assert_failure 77
        assert_output --partial "the sign-in has ended"
        run fetch-account
        assert_failure 77
        assert_equal "$(requests token)" 1
    done
}

@test "a refusal without a reason keeps the sign-in, and the next run tries it once more" {
    local answer old
    signed_in --tracks 20
    old=$(jq -r .refresh_token "$tokens")
    for answer in '{"error":"invalid_grant"}' '{"error":"invalid_grant","error_description":"Invalid refresh token"}' \
        '{"error":"invalid_grant","error_description":["expired"]}' '{"error":"invalid_grant","error_description":null}'; do
        control log/clear
        control "set?token-answer=$(jq -rn --arg json "$answer" '$json | @uri')"
        change_tokens "$expired"
        run -77 --separate-stderr spotify-sync --db a.db
        [[ $stderr == *'the next run tries again'*"run 'spotify-sync login'"* ]] || fail "$stderr"
        assert_equal "$(requests token)" 1
        assert_equal "$(jq -r .refresh_token "$tokens")" "$old"
    done
    control 'set?token-answer='
    run -0 spotify-sync --db a.db
}

@test "every stage ends with 77 when the sign-in ends, the sync is Failed, and goes on after the login" {
    signed_in --tracks 2000 --latency 300 --refresh-error revoked
    background spotify-sync --db a.db --window 1
    until_true 60 eval '(($(requests tracks) > 8))'
    control 'set?expire-tokens=on'
    finish_background
    assert_equal "$background_status" 77
    run cat background.out
    assert_line --partial "run 'spotify-sync login' to sign in again"
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" Failed
    run sql a.db 'SELECT last_error FROM sync_history'
    assert_output --partial 'the sign-in has ended (Refresh token revoked)'
    stored=$(sql a.db 'SELECT count(*) FROM saved_tracks')
    ((stored > 0 && stored < 2000))

    run spotify-sync --db a.db
    assert_failure 77
    assert_output --partial "run 'spotify-sync login' to sign in again"
    control 'set?refresh-error=&latency=0'
    log_in --client-id test-client
    run spotify-sync --db a.db
    assert_success
    assert_output --partial 'Continuing sync 1'
    same_tracks a.db
}

@test "SPOTIFY_ACCESS_TOKEN takes precedence over the sign-in, and is not renewed" {
    signed_in --tracks 20 --token given
    SPOTIFY_ACCESS_TOKEN=given fetch-tracks >tracks
    SPOTIFY_ACCESS_TOKEN=other run fetch-tracks
    assert_failure 77
    assert_output --partial 'rejected the access token: 401 Invalid access token'
    assert_equal "$(requests token)" 0
}

@test "token files that are damaged, unreadable or open to others are refused with what to do" {
    signed_in --tracks 20
    cp "$tokens" good
    for damage in '' '{' '[]' '{"client_id":"test-client"}' "$(jq -c 'del(.refresh_token)' good)" \
        "$(jq -c '.token_life = "x"' good)" "$(head -c 300 good)"; do
        printf '%s' "$damage" >"$tokens"
        run fetch-tracks
        assert_failure 77
        assert_line --regexp "^fetch-tracks: .*tokens.json is damaged: run 'spotify-sync login' to sign in again$"
    done
    cat good >"$tokens"
    chmod 644 "$tokens"
    run fetch-tracks
    assert_failure 78
    assert_output --partial "run 'chmod 600"
    chmod 600 "$tokens"
    chmod 750 "${tokens%/*}"
    run fetch-tracks
    assert_failure 78
    assert_output --partial "run 'chmod 700"
    chmod 700 "${tokens%/*}"
    rm "$tokens"
    mkdir -m 700 "$tokens"
    run fetch-tracks
    assert_failure 74
    assert_output --partial 'cannot read'
    rmdir "$tokens"
    ln -s "$PWD/good" "$tokens"
    run fetch-tracks
    assert_failure 74
    assert_equal "$(requests)" 0
}

@test "while the accounts service is down the token is used until it ends, and then 69" {
    signed_in --tracks 20
    change_tokens '.token_ends_at = (now + 20 | strftime("%Y-%m-%dT%H:%M:%SZ"))'
    export SPOTIFY_ACCOUNTS_URL=http://127.0.0.1:9
    run fetch-tracks
    assert_success
    assert_output --partial 'cannot renew the access token yet'
    change_tokens "$expired"
    run fetch-tracks
    assert_failure 69
    assert_output --partial 'cannot reach'
}

@test "a stage ends rather than mix two libraries when somebody else signs in" {
    signed_in --tracks 2000 --latency 300
    background fetch-tracks --window 1
    until_true 60 eval '(($(requests tracks) > 4))'
    change_tokens '.user_id = "somebody" | .access_token = "another"'
    control 'set?expire-tokens=on'
    finish_background
    assert_equal "$background_status" 77
    run cat background.out
    assert_line --partial "'somebody' is now signed in instead of 'listener'"
}

@test "a sign-in that lacks permissions is named with them, also one from before they were kept" {
    signed_in --tracks 20
    run -0 spotify-sync status --json
    assert_equal "$(jq -c '.sign_in | has("missing_scopes")' <<<"$output")" false
    change_tokens "del(.scope) | $expired"
    run -0 spotify-sync status --json
    assert_equal "$(jq -c '.sign_in | has("missing_scopes")' <<<"$output")" false
    spotify-sync -q --db a.db
    jq -e '.scope | contains("playlist-read-private")' "$XDG_STATE_HOME/spotify-sync/default/tokens.json"
    change_tokens '.scope |= (gsub("playlist-read-private "; "") | gsub("user-top-read"; "user-top-read-x"))'
    run -0 spotify-sync -q --db a.db
    assert_output "The sign-in lacks permissions (playlist-read-private, user-top-read), so that some lists are refused: run 'spotify-sync login' to grant them."
    run -0 spotify-sync --db a.db status
    assert_line --regexp '^Signed in as .* The sign-in lacks permissions \(playlist-read-private, user-top-read\)'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -r .sign_in.missing_scopes <<<"$output")" 'playlist-read-private, user-top-read'
}
