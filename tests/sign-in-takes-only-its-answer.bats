# Signing in: only the answer that was asked for is taken, whoever else connects and whatever they send.

load helper
load sign-in
setup() { begin_sign_in_test; }
teardown() { end_sign_in_test; }

@test "an answer with a wrong state ends the sign-in" {
    begin_sign_in
    answer=$(redirected)
    run curl -sS -w '%{http_code}' "${answer%state=*}state=other"
    assert_output --partial 'another sign-in'
    assert_output --partial 400
    assert_refused '(wrong state)'
    assert_equal "$(requests token)" 0
}

@test "a wrong path or method is turned away, and the sign-in goes on" {
    begin_sign_in
    answer=$(redirected)
    assert_equal "$(curl -sS -o page -w '%{http_code}' "${callback%/callback}/favicon.ico")" 404
    assert_equal "$(curl -sS -o page -w '%{http_code}' "${callback}s?${answer#*\?}")" 404
    assert_equal "$(curl -sS -o page -w '%{http_code}' -d x=y "$answer")" 405
    curl -sS -o page "$answer"
    finish_background
    assert_equal "$background_status" 0
}

@test "a second callback is not answered" {
    begin_sign_in
    answer=$(redirected)
    control 'set?latency=2000'
    curl -sS -o page "$answer" 3>&- &
    until_true 60 eval '(($(requests token) == 1))'
    control 'set?latency=0'
    run -7 --separate-stderr curl -sS "$answer"
    finish_background
    assert_equal "$background_status" 0
    assert_equal "$(requests token)" 1
}

@test "a user who declines is not signed in, and nothing is stored" {
    control 'set?deny=on'
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>Not signed in</h1>'
    assert_output --partial 'You declined (access_denied): nothing was stored. You can close this window'
    assert_refused 'you declined (access_denied): nothing was stored'
}

@test "a code that is not accepted ends the sign-in, and nothing is stored" {
    begin_sign_in
    answer=$(redirected)
    state=${answer##*state=}
    run curl -sS "$callback?code=invented&state=$state"
    assert_output --partial 'Not signed in'
    assert_refused 'Invalid authorization code'
}

@test "an account that the API refuses is not signed in" {
    control 'set?fault=403@1:me'
    begin_sign_in
    curl -sS -o page "$(redirected)"
    assert_refused '403'
}

@test "two sign-ins at once do not take each other's answer" {
    local first
    begin_sign_in
    first=$(redirected)
    exec {terminal}>&-
    mv background.out first.out
    first_pid=$background_pid
    begin_sign_in
    run curl -sS "${callback}?${first#*\?}"
    assert_output --partial 'another sign-in'
    finish_background
    assert_equal "$background_status" 77
    background_pid=$first_pid
    curl -sS -o page "$first"
    finish_background
    assert_equal "$background_status" 0
    grep -q 'Signed in as jo' first.out
}

@test "the sign-in listens on the loopback address only" {
    begin_sign_in
    printf -v port '%04X' "$port"
    run --separate-stderr grep -hiE "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:0000 0A" /proc/net/tcp /proc/net/tcp6
    assert_output --partial ": 0100007F:$port"
    assert_equal "${#lines[@]}" 1
}

@test "slow and babbling clients do not keep the browser from a sign-in" {
    begin_sign_in
    for _ in {1..40}; do
        exec {slow}<>"/dev/tcp/127.0.0.1/$port"
        printf 'GET /callb' >&"$slow"
    done
    head -c 1000000 /dev/urandom | curl -sS -m 5 -T - -o page "telnet://127.0.0.1:$port" || true
    printf 'GET /%s HTTP/1.1\r\n\r\n' "$(head -c 40000 /dev/zero | tr '\0' a)" |
        curl -sS -m 5 -T - "telnet://127.0.0.1:$port" >page || true
    grep -q '^HTTP/1.1 431' page
    curl -sS -o page "$(redirected)"
    finish_background
    assert_equal "$background_status" 0
}

@test "a sign-in accepts a request in pieces, ignores a second one, and refuses broken ones" {
    begin_sign_in
    answer=$(redirected)
    for request in '\n\n' 'GET\n\n' 'GET /callback\n\n' 'GET /callback?code=x HTTP/2\r\n\r\n' \
        'GET  /callback HTTP/1.1\r\n\r\n' '\026\003\001\002\n\n'; do
        exec {client}<>"/dev/tcp/127.0.0.1/$port"
        printf "$request" >&"$client"
        read -r status <&"$client"
        assert_equal "$status" $'HTTP/1.1 400 Bad Request\r'
        exec {client}>&-
    done
    # The second of two requests in one piece is not listened to.
    exec {client}<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /other HTTP/1.1\r\n\r\nGET /callback?%s HTTP/1.1\r\n\r\n' "${answer#*\?}" >&"$client"
    assert_equal "$(grep -ac '^HTTP/1.1' <&"$client")" 1
    exec {client}>&-
    exec {client}<>"/dev/tcp/127.0.0.1/$port"
    request=$(printf 'GET /callback?%s HTTP/1.1' "${answer#*\?}")
    for ((i = 0; i < ${#request}; i++)); do
        printf %s "${request:i:1}" >&"$client"
    done
    printf '\r\n\r\n' >&"$client"
    read -r status <&"$client"
    assert_equal "$status" $'HTTP/1.1 200 OK\r'
    finish_background
    assert_equal "$background_status" 0
}
