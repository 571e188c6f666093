# Signing in: what the browser or the user brings back becomes tokens of the owner, and nothing else is left behind.

load helper
load sign-in
setup() { begin_sign_in_test; }
teardown() { end_sign_in_test; }

@test "when the browser comes back the tokens are stored, and the page and the terminal say so" {
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>You are signed in</h1>'
    assert_output --partial '<html lang="en">'
    assert_output --partial '<meta charset="utf-8">'
    assert_output --partial 'close this window'
    refute_output --regexp 'src=|href=|url\('
    finish_background
    assert_equal "$background_status" 0
    run tail -n 2 background.out
    assert_output --regexp '^Signed in as jo \(jo\), until 20[0-9-]+\.
Next, run: spotify-sync$'
    assert_equal "$(stat -c %a "$tokens" "${tokens%/*}" | xargs)" '600 700'

    run sign-in --status
    assert_success
    assert_line user_id=jo
    assert_line client_id=test-client
    run fetch-tracks
    assert_success
}

@test "while it waits it says which client id and redirect URI are in use, and what Spotify's errors mean" {
    begin_sign_in
    run cat background.out
    assert_output --partial "
copy the address of that page, paste it here, and press Enter. It begins with
  $callback

If the browser shows \"INVALID_CLIENT: Invalid client\", no app has the Client ID
  test-client
Copy it again from the app's page, and give it with --client-id. If it shows
\"Invalid redirect URI\" or \"redirect_uri: Not matching configuration\", the app
lacks the Redirect URI, exactly as it is here:
  http://127.0.0.1/callback
Both are in the dashboard, https://developer.spotify.com/dashboard."
    assert_equal "$(grep -v ^http background.out | awk 'length > 80')" ''
    curl -sS -o page "$(redirected)"
    finish_background
    SPOTIFY_SYNC_ACCOUNT=work begin_sign_in --write
    curl -sS -o page "$(redirected)"
    finish_background
    assert_equal "$(tail -n 1 background.out)" 'Next, run: spotify-sync --account work restore --dry-run'
}

@test "a sign-in that Spotify refuses names the remedy" {
    control 'set?fault=403~100:me'
    begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    assert_equal "$background_status" 77
    run cat background.out
    assert_output --partial "(the app's owner must add this user in the dashboard, https://developer.spotify.com/dashboard)"
    # Without a reason, there are two.
    control 'set?fault=&fault=403=Forbidden~100:me'
    begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    run cat background.out
    assert_output --partial "403 Forbidden (see in the dashboard, https://developer.spotify.com/dashboard, that the app's owner has Premium and has added this user)"
}

# sign_in_on DAY: sets `ends_on` to the day on which a sign-in of this day ends.
sign_in_on() {
    local library=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/shifted-clock.so
    ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$library${LD_PRELOAD:+:$LD_PRELOAD} \
        CLOCK_SHIFT=$(($(date -u -d "$1 12:00" +%s) - EPOCHSECONDS)) begin_sign_in
    curl -sS -o page "$(redirected)"
    finish_background
    ends_on=$(jq -r '.ends_at[0:10]' "$tokens")
}

@test "a sign-in ends six months later, on the last day of a month that is too short" {
    local ends_on
    sign_in_on 2037-04-30
    assert_equal "$ends_on" 2037-10-30
    sign_in_on 2037-08-31
    assert_equal "$ends_on" 2038-02-28
}

@test "the user can paste the address instead, with or without its scheme" {
    begin_sign_in
    printf 'hello\n  \n%s  \n' "$(redirected)" >&"$terminal"
    finish_background
    assert_equal "$background_status" 0
    run cat background.out
    assert_output --partial 'that is not the address'
    assert_output --partial 'Signed in as jo'

    begin_sign_in
    answer=$(redirected)
    printf '%s' "${answer#http://}" >&"$terminal"
    exec {terminal}>&-
    finish_background
    assert_equal "$background_status" 0
}

@test "the client id is remembered, even after a logout" {
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
    until_true 60 grep -q '^http' background.out
    grep -q 'client_id=test-client&' background.out
}

@test "a client id that cannot be stored is a warning, and the user is signed in" {
    mkdir -p -m 700 "${tokens%/*}/client-id.new"
    chmod 700 "${tokens%/*}"
    begin_sign_in
    run curl -sS "$(redirected)"
    assert_output --partial '<h1>You are signed in</h1>'
    finish_background
    assert_equal "$background_status" 0
    run cat background.out
    assert_line --partial 'cannot remember the client id for the next sign-in: cannot remove'
    assert_line --partial 'Signed in as jo'
    run -0 --separate-stderr fetch-tracks
}

@test "logout removes what a killed process left of new tokens, and creates no folder" {
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

@test "a sign-in that nobody completes gives up, and leaves nothing behind" {
    begin_sign_in --give-up-after 0.3
    assert_refused 'nobody signed in in time'
    run find "$XDG_STATE_HOME" -mindepth 1 -name default
    assert_output ''
}

@test "Ctrl-C ends a sign-in, and leaves nothing behind" {
    begin_sign_in
    kill -INT -- "-$background_pid"
    finish_background
    assert_equal "$background_status" 130
    run -7 curl -sS "$callback"
    nothing_is_stored
}

@test "a folder of tokens that is a link, or another user's, is refused" {
    mkdir -p -m 700 "${tokens%/*/*}" elsewhere
    ln -s "$PWD/elsewhere" "${tokens%/*}"
    run -74 sign-in --client-id test-client
    assert_output --partial 'cannot open the directory'
    rm "${tokens%/*}"
    ((EUID == 0)) || skip "only root can give a folder away"
    mkdir -m 700 "${tokens%/*}"
    chown 1 "${tokens%/*}"
    run -78 sign-in --client-id test-client
    assert_output --partial 'belongs to another user'
}

@test "a folder of tokens that others can enter is refused before the user is sent away" {
    mkdir -p "${tokens%/*}"
    chmod 755 "${tokens%/*}"
    run sign-in --client-id test-client
    assert_failure 78
    assert_output --partial "chmod 700"
    refute_output --partial 'open this address'
}

@test "sign-in refuses options that cannot be right" {
    run sign-in
    assert_failure 64
    assert_output --partial '--client-id ID'
    run sign-in --client-id 'a b'
    assert_failure 64
    run sign-in --client-id test-client --account ../other
    assert_failure 78
    assert_output --partial 'is not an account name'
    SPOTIFY_SYNC_ACCOUNT=pace.db run fetch-tracks
    assert_failure 78
    SPOTIFY_ACCOUNTS_URL=http://accounts.spotify.com run sign-in --client-id test-client
    assert_failure 78
    assert_output --partial 'plain http'
}
