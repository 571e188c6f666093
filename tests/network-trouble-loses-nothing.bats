# What goes wrong on the way to the API and back.

load helper
setup() { begin_test; }
teardown() { end_test; }

ids() { jq -r 'select(.stream == "saved_tracks" and .type == "RECORD").record.id'; }

@test "a fault is tried again, and nothing is missed" {
    local fault
    stand_in --tracks 200
    for fault in 500 502 503 reset truncate garbage empty nonsense; do
        control log/clear
        control "set?fault=&fault=$fault@2"
        fetch-tracks --retry-delay 0.01 2>err | ids >seen
        diff seen <(ask library | jq -r .id)
    done
    control log/clear
    control 'set?fault=&fault=hang@2'
    fetch-tracks --retry-delay 0.01 --timeout 1 2>err | ids >seen
    diff seen <(ask library | jq -r .id)
}

@test "a reader that pauses for longer than --timeout makes no answer late" {
    stand_in --tracks 1400
    mkfifo pipe
    fetch-tracks --timeout 4 >pipe 3>&- &
    exec {reader}<pipe
    # The pause itself is what is tested: no event ends it.
    sleep 5
    ids <&"$reader" >seen
    wait $!
    exec {reader}<&-
    diff seen <(ask library | jq -r .id)
    assert_equal "$(requests)" 28
}

@test "a reader at a socket that goes is noticed while an answer is waited for" {
    stand_in --tracks 100 --fault hang@2-99
    run -0 timeout 60 python3 -c '
import socket, subprocess
reader, writer = socket.socketpair()
program = subprocess.Popen(["fetch-tracks", "--window", "1"], stdout=writer)
writer.close()
reader.recv(100)
reader.close()
print(program.wait())'
    assert_output -13
}

@test "a name server that is silent makes no request longer than --timeout" {
    SPOTIFY_API_URL=https://api.invalid SPOTIFY_ACCESS_TOKEN=x run -69 \
        preloaded silent-resolver timeout 60 fetch-tracks --timeout 0.1 --retry-delay 0.01
    assert_output --partial 'did not answer within'
}

@test "requests that keep failing end with 69, nonsense with 76, and what came before is printed" {
    stand_in --tracks 200 --fault '500@3-99'
    run -69 --separate-stderr fetch-tracks --retry-delay 0.01 --window 1
    assert_equal "$(ids <<<"$output" | wc -l)" 100
    assert_equal "$(tail -n 1 <<<"$output" | jq '.value.bookmarks.saved_tracks | .has_more and (.error | length > 0)')" true
    control 'set?fault=&fault=garbage@1-99'
    control log/clear
    run -76 --separate-stderr fetch-tracks --retry-delay 0.01
    assert_equal "$(requests)" 5
}

@test "a token that is not accepted ends with 77, and is shown nowhere" {
    stand_in --tracks 10 --token right
    SPOTIFY_ACCESS_TOKEN=wrongsecret run -77 fetch-tracks -v -v
    refute_output --partial wrongsecret
}

@test "an address that would show the token to the network is refused with 78" {
    SPOTIFY_ACCESS_TOKEN=x SPOTIFY_API_URL=http://example.org run -78 fetch-tracks
    assert_output --partial 'plain http'
    SPOTIFY_ACCESS_TOKEN=x SPOTIFY_API_URL=http://example.org run -78 enrich-artists </dev/null
}

@test "a redirect to another host gets no token" {
    local other
    stand_in --tracks 10
    other=$STAND_IN
    spotify-stand-in --tracks 10 --fault redirect@1-9 --redirect-to "$other" --port 0 \
        --exit-with-parent >redirecting 3>&- &
    until_true 60 test -s redirecting
    SPOTIFY_API_URL=$(cat redirecting)/v1 run -76 fetch-tracks --retry-delay 0.01
    assert_equal "$(ask log)" ''
    kill %1
}

@test "a limit of hours ends with 75 at once, and is remembered" {
    stand_in --tracks 100 --limit tracks=79892
    run -75 --separate-stderr fetch-tracks
    assert_equal "$(tail -n 1 <<<"$output" | jq '.value.bookmarks.saved_tracks.rate_limited')" true
    run -75 fetch-tracks
    assert_equal "$(requests tracks)" 1
    run -0 fetch-playlists
}

@test "a limit is taken to end within a week, whatever Retry-After says" {
    local reset_at
    stand_in --tracks 100 --limit tracks=999999999999999999
    run -75 --separate-stderr fetch-tracks
    reset_at=$(tail -n 1 <<<"$output" | jq -r '.value.bookmarks.saved_tracks.reset_at')
    [[ $reset_at < $(date -u -d '+8 days' +%FT%TZ) && $reset_at > $(date -u -d '+6 days' +%FT%TZ) ]]
}

@test "short waits are reported, and end with 75 when they add up to more than --max-wait" {
    stand_in --tracks 100 --fault 429=1@1-99
    run -75 --separate-stderr fetch-tracks --max-wait 2
    assert_equal "$(requests)" 3
    assert_equal "${stderr_lines[0]}" 'fetch-tracks: rate limit reached; continuing in 1 s'
    assert_equal "$(tail -n 1 <<<"$output" | jq '.value.bookmarks.saved_tracks.rate_limited')" true
}

@test "a Retry-After of three seconds is waited for, by all processes of the app" {
    stand_in --tracks 700 --latency 500 --fault 429=3@5
    fetch-tracks --window 2 >one &
    fetch-tracks --window 2 >two
    wait $!
    assert_equal "$(ids <one | wc -l) $(ids <two | wc -l)" '700 700'
    # What was under way with the refused one still comes; then there is a silence.
    run -0 jq -s '(map(select(.status == 429))[0].at_us) as $refused
        | map(.at_us) | sort | [.[:-1], .[1:]] | transpose
        | map(select(.[0] >= $refused and .[0] < $refused + 3000000) | .[1] - .[0])
        | max > 1500000' <(ask log)
    assert_output true
}

@test "an error about a long address is not cut off" {
    stand_in --tracks 200
    fetch-tracks >in
    control 'set?fault=503~100:artists'
    run -69 --separate-stderr enrich-artists --retry-delay 0.001 <in
    assert_equal "${stderr%%(*}" \
        "enrich-artists: $SPOTIFY_API_URL/artists failed: 503 upstream connect error or disconnect/reset before headers "
}

@test "the first processes of an app can start at the same time and share what they know of its limits" {
    local i n pid pids
    stand_in --tracks 10
    for i in {1..5}; do
        rm -rf "$XDG_STATE_HOME"
        pids=()
        for n in {1..8}; do
            fetch-plays >"out.$n" 2>>err &
            pids+=($!)
        done
        for pid in "${pids[@]}"; do
            wait "$pid"
        done
    done
    assert_equal "$(<err)" ''
}

@test "a certificate that is not valid by the clock names the clock and its time, and is not tried again" {
    local server line pid years
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem \
        -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -days 10 2>openssl.err
    exec {server}< <(exec openssl s_server -accept 127.0.0.1:0 -cert certificate.pem -key key.pem -www 2>&1 3>&-)
    pid=$!
    until read -r -u "$server" line && [[ $line == ACCEPT* ]]; do :; done
    export SPOTIFY_API_URL=https://${line#ACCEPT } SPOTIFY_ACCESS_TOKEN=token TRUSTED=$PWD/certificate.pem
    export LD_PRELOAD=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/shifted-clock.so
    for years in 20 -20; do
        CLOCK_SHIFT=$((years * 31557600)) run -69 preloaded trust fetch-tracks --retry-delay 1000
        assert_output --regexp "its certificate is not valid at $(($(date +%Y) + years))-.*, which is the time of this \
machine's clock: set the clock right and try again"
        refute_output --partial 'tried'
    done
    unset LD_PRELOAD
    kill "$pid"
}

quoted() { # BODY: the words that are quoted of a refusal
    run -0 "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/refusal" < <(printf '%b' "$1")
    echo "${lines[0]}"
}

@test "a refusal is quoted in one printable line of at most 120 characters, with what to do if that is known" {
    local long
    printf -v long 'é%.0s' {1..200}
    assert_equal "$(quoted '{"error":{"status":403,"message":"Insufficient client scope"}}')" '403 Insufficient client scope'
    assert_equal "$(quoted '{"error":"invalid_request","error_description":"Only valid bearer"}')" '403 Only valid bearer'
    assert_equal "$(quoted '{"error":"access_denied"}')" '403 access_denied'
    assert_equal "$(quoted 'Active premium\r\n\tsubscription   required\n')" '403 Active premium subscription required'
    assert_equal "$(quoted 'red \033[31m alert\007')" '403 red ?[31m alert?'
    assert_equal "$(quoted '<html><body>Forbidden')" 403
    assert_equal "$(quoted '')" 403
    assert_equal "$(quoted '{"error":{}}')" 403
    assert_equal "$(quoted '[1]')" 403
    assert_equal "$(quoted "$long")" "403 ${long:0:120}"
    assert_equal "$(quoted "{\"error\":{\"message\":\"$long\"}}")" "403 ${long:0:120}"
    stand_in --tracks 20 --fault 403=plain~100
    run -77 --separate-stderr fetch-tracks
    [[ $stderr == *"was refused: 403 Active premium subscription required"*" (the app's owner needs Spotify Premium)" ]] || fail "$stderr"
    control 'set?fault=&fault=403~100'
    run -77 --separate-stderr fetch-tracks
    [[ $stderr == *"registered in the Developer Dashboard (the app's owner must add this user in the dashboard"* ]] || fail "$stderr"
}
