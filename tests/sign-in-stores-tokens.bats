# Signing in: what the browser or the user brings back, and what is stored of it.

load helper
setup() {
    begin_test
    stand_in --tracks 20 --playlists 0 --user 'jo' "${STAND_IN_OPTIONS[@]}"
    unset SPOTIFY_ACCESS_TOKEN
    tokens=$XDG_STATE_HOME/spotify-sync/default/tokens.json
}
teardown() {
    touch seen.enough
    exec {terminal}>&- || true
    end_test
}

# Starts a sign-in with a pipe for its terminal; sets `address` (where the user is to go) and `callback` (where
# the answer is to come).
begin_sign_in() { # OPTION…
    mkfifo -m 600 typed
    background bash -c 'exec sign-in "$@" <typed' - --client-id test-client "$@"
    exec {terminal}>typed
    until_true 10 grep -q '^http' background.out
    address=$(grep '^http' background.out)
    callback=$(grep -o 'http://127.0.0.1:[0-9]*/callback' background.out | head -n 1)
}

# What the accounts service sends the browser to when the user agrees.
redirected() {
    curl -sS -o redirect -w '%{redirect_url}' "$address"
}

nothing_is_stored() {
    run find "$XDG_STATE_HOME" \( -name 'tokens*' -o -name 'client-id*' \)
    assert_output ''
}

assert_refused() { # SENTENCE
    finish_background
    assert_equal "$background_status" 77
    run cat background.out
    assert_output --partial "$1"
    nothing_is_stored
}

@test "the browser comes back: the tokens are stored, and the page and the terminal say so" {
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>You are signed in</h1>'
    assert_output --partial '<html lang="en">'
    assert_output --partial '<meta charset="utf-8">'
    assert_output --partial 'close this window'
    refute_output --regexp 'src=|href=|url\('
    finish_background
    assert_equal "$background_status" 0
    run tail -n 1 background.out
    assert_output --regexp '^Signed in as jo \(jo\), until 20[0-9-]+\.$'
    assert_equal "$(stat -c %a "$tokens" "${tokens%/*}" | xargs)" '600 700'

    run sign-in --status
    assert_success
    assert_line user_id=jo
    assert_line client_id=test-client
    run fetch-tracks
    assert_success
}

@test "the sign-in ends six months later, on the last day where there is no such day" {
    begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    expected=$(date -u -d "$(jq -r '.signed_in_at[0:10]' "$tokens") +6 months" +%F)
    assert_equal "$(jq -r '.ends_at[0:10]' "$tokens")" "$expected"
}

@test "the user pastes the address instead, with or without its scheme" {
    begin_sign_in
    printf 'hello\n  \n%s  \n' "$(redirected)" >&"$terminal"
    finish_background
    assert_equal "$background_status" 0
    run cat background.out
    assert_output --partial 'that is not the address'
    assert_output --partial 'Signed in as jo'

    begin_sign_in_again
    answer=$(redirected)
    printf '%s' "${answer#http://}" >&"$terminal"
    exec {terminal}>&-
    finish_background
    assert_equal "$background_status" 0
}

begin_sign_in_again() {
    rm typed
    begin_sign_in
}

@test "the client id is remembered, also behind a logout" {
    begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    run sign-in --forget
    assert_success
    assert_output 'Signed out: the tokens are removed.'
    run fetch-tracks
    assert_failure 77
    assert_output --partial "nobody is signed in: run 'spotify-sync login'"
    background sign-in
    until_true 10 grep -q '^http' background.out
    grep -q 'client_id=test-client&' background.out
}

@test "where only the client id cannot be stored the user is signed in, and warned" {
    mkdir -p -m 700 "${tokens%/*}/client-id.new"
    chmod 700 "${tokens%/*}"
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>You are signed in</h1>'
    finish_background
    assert_equal "$background_status" 0
    run cat background.out
    assert_line --partial 'the client id is not remembered for the next sign-in: cannot remove'
    assert_line --partial 'Signed in as jo'
    run -0 --separate-stderr fetch-tracks
}

@test "logout takes what a killed process left of new tokens, and makes no folder" {
    begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    cp "$tokens" "$tokens.new"
    run -0 sign-in --forget
    nothing_is_stored_but_the_client
    run -0 sign-in --forget
    assert_output 'Nobody was signed in.'
    run -0 sign-in --forget --account nobody
    assert_output 'Nobody was signed in.'
    run test -e "${tokens%/*/*}/nobody"
    assert_failure
}

nothing_is_stored_but_the_client() {
    run find "${tokens%/*}" -type f -printf '%f\n'
    assert_output --regexp '^(client-id.refresh.lock|refresh.lock.client-id)$'
}

@test "a folder that is a link, or another user's, is refused" {
    mkdir -p -m 700 "${tokens%/*/*}" elsewhere
    ln -s "$PWD/elsewhere" "${tokens%/*}"
    run -74 sign-in --client-id test-client
    assert_output --partial 'cannot open the folder'
    rm "${tokens%/*}"
    ((EUID == 0)) || skip "only root can give a folder away"
    mkdir -m 700 "${tokens%/*}"
    chown 1 "${tokens%/*}"
    run -78 sign-in --client-id test-client
    assert_output --partial 'belongs to another user'
}

@test "a wrong state ends it" {
    begin_sign_in
    answer=$(redirected)
    run curl -sS -w '%{http_code}' "${answer%state=*}state=other"
    assert_output --partial 'another sign-in'
    assert_output --partial 400
    assert_refused 'its state is wrong'
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

@test "a second callback finds nobody" {
    begin_sign_in
    answer=$(redirected)
    control 'set?latency=2000'
    curl -sS -o page "$answer" 3>&- &
    until_true 10 eval '(($(requests token) == 1))'
    control 'set?latency=0'
    run -7 --separate-stderr curl -sS "$answer"
    finish_background
    assert_equal "$background_status" 0
    assert_equal "$(requests token)" 1
}

@test "the user says no" {
    control 'set?deny=on'
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>Not signed in</h1>'
    assert_output --partial 'You did not agree (access_denied): nothing was stored. You can close this window'
    assert_refused 'you did not agree (access_denied): nothing was stored'
}

@test "a code that is not accepted" {
    begin_sign_in
    answer=$(redirected)
    state=${answer##*state=}
    run curl -sS "$callback?code=invented&state=$state"
    assert_output --partial 'Not signed in'
    assert_refused 'Invalid authorization code'
}

@test "an account that the API refuses" {
    control 'set?fault=403@1:me'
    begin_sign_in
    curl -sS -o page "$(redirected)"
    assert_refused '403'
}

@test "slow and babbling clients do not keep the browser out" {
    begin_sign_in
    port=${callback#http://127.0.0.1:}
    port=${port%/callback}
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

@test "nobody comes: it gives up and leaves nothing behind" {
    begin_sign_in --give-up-after 0.3
    assert_refused 'nobody signed in in time'
    run find "$XDG_STATE_HOME" -mindepth 1 -name default
    assert_output ''
}

@test "Ctrl-C ends it and leaves nothing behind" {
    begin_sign_in
    kill -INT -- "-$background_pid"
    finish_background
    assert_equal "$background_status" 130
    run -7 curl -sS "$callback"
    nothing_is_stored
}

@test "two sign-ins at once do not take each other's answer" {
    local first
    begin_sign_in
    first=$(redirected)
    exec {terminal}>&-
    mv background.out first.out
    first_pid=$background_pid
    begin_sign_in_again
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

@test "a proxy of the environment gets nothing that is for this machine" {
    export http_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9
    begin_sign_in
    curl --noproxy '*' -sS -o page "$(curl --noproxy '*' -sS -o redirect -w '%{redirect_url}' "$address")"
    finish_background
    assert_equal "$background_status" 0
    run -0 --separate-stderr fetch-tracks
}

@test "it listens to this machine alone" {
    begin_sign_in
    port=${callback#http://127.0.0.1:}
    printf -v port '%04X' "${port%/callback}"
    run --separate-stderr grep -hiE "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:0000 0A" /proc/net/tcp /proc/net/tcp6
    assert_output --partial ": 0100007F:$port"
    assert_equal "${#lines[@]}" 1
}

@test "clients that send their requests in pieces, in pairs, or not by the rules" {
    begin_sign_in
    port=${callback#http://127.0.0.1:}
    port=${port%/callback}
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

@test "the browser is opened where there is a desktop, and asked nothing secret" {
    printf '#!/bin/sh\nprintf %%s "$1" >"%s/opened.new"\nmv "%s/opened.new" "%s/opened"\n' "$PWD" "$PWD" "$PWD" >browser
    chmod +x browser
    BROWSER=$PWD/browser begin_sign_in
    until_true 10 test -s opened
    assert_equal "$(cat opened)" "$address"
    curl -sS -o page "$(redirected)"
    finish_background
    assert_equal "$background_status" 0
}

# Writes down what can be seen of the test's own processes, arguments and environment (which is what ps shows),
# until there is a file `seen.enough`.
watch_processes() {
    local processes
    until [[ -e seen.enough ]]; do
        mapfile -t processes < <(grep -lsF -- "$BATS_TEST_TMPDIR" /proc/[0-9]*/environ)
        cat "${processes[@]}" "${processes[@]/%environ/cmdline}" | tr '\0' '\n' | sort -u
        sleep 0.02
    done >seen 2>/dev/null
}

# Goes to an address as the browser does, and names it in no argument of its own.
visit() { # CURL-OPTION… ADDRESS
    printf 'url = "%s"\n' "${*: -1}" | curl -sS -K - "${@:1:$#-1}"
}

@test "no token, code or verifier is in any output, log, argument, environment or file but the tokens'" {
    local kind count
    printf '#!/bin/sh\nsleep 1\n' >browser
    chmod +x browser
    watch_processes 3>&- &
    watcher=$!
    export BROWSER=$PWD/browser
    control 'set?rotate-refresh=on&token-life=2&latency=100'
    background spotify-sync login -v -v --client-id test-client
    until_true 10 grep -q '^http' background.out
    visit -o page "$(visit -w '%{redirect_url}' -o redirect "$(grep '^http' background.out)")"
    finish_background
    assert_equal "$background_status" 0
    mv background.out login.out

    rm -f typed
    begin_sign_in -v -v
    printf '%s\n' "$(visit -w '%{redirect_url}' -o redirect "$address")" >&"$terminal"
    finish_background
    assert_equal "$background_status" 0
    mv background.out paste.out

    control 'set?expire-tokens=on'
    run -0 spotify-sync -v -v
    printf '%s\n' "$output" >sync.out
    control 'set?expire-tokens=on'
    for program in fetch-tracks fetch-playlists fetch-account; do
        run -0 "$program" -v -v
        printf '%s\n' "$output" >"$program.out"
    done
    spotify-sync status >status.out
    spotify-sync status --json >status.json
    sign-in --status -v -v >sign-in.out 2>&1
    SPOTIFY_ACCESS_TOKEN=never-seen-1 spotify-sync --db other.db -v -v >given.out 2>&1
    control 'set?refresh-error=revoked&expire-tokens=on'
    run -77 spotify-sync -v -v
    printf '%s\n' "$output" >ended.out
    spotify-sync history >history.out
    touch seen.enough
    wait "$watcher"

    ask secrets >"$BATS_TEST_TMPDIR/secrets.json"
    for kind in code:2 code_verifier:2 access_token:4 refresh_token:4; do
        count=$(jq -s --arg kind "${kind%:*}" 'map(select(.kind == $kind)) | length' "$BATS_TEST_TMPDIR/secrets.json")
        ((count >= ${kind#*:})) || fail "$count of $kind"
    done
    jq -r .secret "$BATS_TEST_TMPDIR/secrets.json" >"$BATS_TEST_TMPDIR/secrets"
    grep -qx sign-in seen
    grep -q '^XDG_STATE_HOME=' seen
    grep -qx "$BROWSER" seen
    # `seen` shows the variable itself, as it must
    grep -v '^SPOTIFY_ACCESS_TOKEN=never-seen' seen >seen.else
    rm seen
    printf 'never-seen\n' >>"$BATS_TEST_TMPDIR/secrets"
    run grep -rlF -f "$BATS_TEST_TMPDIR/secrets" --exclude=secrets --exclude=secrets.json "$BATS_TEST_TMPDIR"
    assert_output ''
    run find "$XDG_STATE_HOME/spotify-sync/default" -perm /077
    assert_output ''
}

@test "the tokens are in one file, and that is for its owner only" {
    begin_sign_in
    visit -o page "$(visit -w '%{redirect_url}' -o redirect "$address")"
    finish_background
    ask secrets | jq -r 'select(.kind | test("token")).secret' >"$BATS_TEST_TMPDIR/secrets"
    run grep -rlF -f "$BATS_TEST_TMPDIR/secrets" "$HOME"
    assert_output "$tokens"
    assert_equal "$(stat -c %a "$tokens")" 600
}

@test "a folder of tokens that others can enter is refused before the user is sent away" {
    mkdir -p "${tokens%/*}"
    chmod 755 "${tokens%/*}"
    run sign-in --client-id test-client
    assert_failure 78
    assert_output --partial "chmod 700"
    refute_output --partial 'open this address'
}

@test "options that cannot be right" {
    run sign-in
    assert_failure 64
    assert_output --partial '--client-id ID'
    run sign-in --client-id 'a b'
    assert_failure 64
    run sign-in --client-id test-client --account ../other
    assert_failure 78
    assert_output --partial 'cannot name an account'
    SPOTIFY_SYNC_ACCOUNT=pace.db run fetch-tracks
    assert_failure 78
    SPOTIFY_ACCOUNTS_URL=http://accounts.spotify.com run sign-in --client-id test-client
    assert_failure 78
    assert_output --partial 'plain http'
}
