# Signing in: codes, verifiers and tokens stay with the sign-in, the accounts service and the file of tokens.

load helper
load sign-in
setup() { begin_sign_in_test; }
teardown() {
    touch seen.enough
    end_sign_in_test
}

# Writes down what can be seen of the test's own processes, arguments and environment (which is what ps shows),
# until there is a file `seen.enough`.
watch_processes() {
    local processes
    until [[ -e seen.enough ]]; do
        mapfile -t processes < <(grep -lsF -- "$HOME/" /proc/[0-9]*/environ)
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
    # It stays until the watcher has seen it.
    cat >browser <<'SH'
#!/bin/sh
for _ in $(seq 300); do
    ! grep -qxF "$0" seen || exit 0
    sleep 0.2
done
SH
    chmod +x browser
    watch_processes 3>&- &
    watcher=$!
    export BROWSER=$PWD/browser
    control 'set?rotate-refresh=on&token-life=2&latency=100'
    background spotify-sync login -v -v --client-id test-client
    until_true 60 grep -q '^http' background.out
    visit -o page "$(visit -w '%{redirect_url}' -o redirect "$(grep '^http' background.out)")"
    finish_background
    assert_equal "$background_status" 0
    mv background.out login.out

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

@test "the tokens are in one file that only its owner can read" {
    begin_sign_in
    visit -o page "$(visit -w '%{redirect_url}' -o redirect "$address")"
    finish_background
    ask secrets | jq -r 'select(.kind | test("token")).secret' >"$BATS_TEST_TMPDIR/secrets"
    run grep -rlF -f "$BATS_TEST_TMPDIR/secrets" "$HOME"
    assert_output "$tokens"
    assert_equal "$(stat -c %a "$tokens")" 600
}

@test "the browser is opened on a desktop, with no secret in its arguments" {
    printf '#!/bin/sh\nprintf %%s "$1" >"%s/opened.new"\nmv "%s/opened.new" "%s/opened"\n' "$PWD" "$PWD" "$PWD" >browser
    chmod +x browser
    BROWSER=$PWD/browser begin_sign_in
    until_true 60 test -s opened
    assert_equal "$(cat opened)" "$address"
    curl -sS -o page "$(redirected)"
    finish_background
    assert_equal "$background_status" 0
}

@test "a proxy in the environment gets no request to this machine" {
    export http_proxy=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9
    begin_sign_in
    curl --noproxy '*' -sS -o page "$(curl --noproxy '*' -sS -o redirect -w '%{redirect_url}' "$address")"
    finish_background
    assert_equal "$background_status" 0
    run -0 --separate-stderr fetch-tracks
}
