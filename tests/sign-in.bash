# shellcheck shell=bash disable=SC2034,SC2154 # the tests use what is set here
# A sign-in under test: `sign-in` with a pipe for its terminal, and the test in the place of user and browser.
#
# begin_sign_in_test       begin_test, a stand-in server, and nobody signed in; sets `tokens`, the file for them
# end_sign_in_test         end_test
# begin_sign_in OPTION…    starts `sign-in`; sets `address`, which the user is to open, `callback`, which the answer is
#                          to come to, `port`, that of the callback, and `terminal`, for what the user types
# redirected               what the accounts service sends the browser to when the user agrees
# nothing_is_stored        asserts that no token and no client id is
# assert_refused SENTENCE  asserts that the sign-in ends with 77 and this, and stores nothing

begin_sign_in_test() {
    begin_test
    stand_in --tracks 20 --playlists 0 --user 'jo'
    unset SPOTIFY_ACCESS_TOKEN
    tokens=$XDG_STATE_HOME/spotify-sync/default/tokens.json
}

end_sign_in_test() {
    exec {terminal}>&- || true
    end_test
}

begin_sign_in() {
    rm -f typed
    mkfifo -m 600 typed
    background bash -c 'exec sign-in "$@" <typed' - --client-id test-client "$@"
    exec {terminal}>typed
    until_true 60 grep -q '^http' background.out
    address=$(grep '^http' background.out)
    callback=$(grep -o 'http://127.0.0.1:[0-9]*/callback' background.out | head -n 1)
    port=${callback#http://127.0.0.1:}
    port=${port%/callback}
}

redirected() {
    curl -sS -o redirect -w '%{redirect_url}' "$address"
}

nothing_is_stored() {
    run find "$XDG_STATE_HOME" \( -name 'tokens*' -o -name 'client-id*' \)
    assert_output ''
}

assert_refused() {
    finish_background
    assert_equal "$background_status" 77
    run cat background.out
    assert_output --partial "$1"
    nothing_is_stored
}
