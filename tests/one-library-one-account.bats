# Whose library it is: the first run, several accounts, a database that belongs to one, the end of a sign-in.

load helper
setup() {
    begin_test
    stand_in --tracks 30 --playlists 2 --user jo
    unset SPOTIFY_ACCESS_TOKEN
}
teardown() { end_test; }

# jo_with_library: jo is signed in, and has a library that was synced before.
jo_with_library() {
    synced --tracks 30 --playlists 2 --user jo
    mkdir -p "$XDG_DATA_HOME/spotify-sync" && mv a.db "$XDG_DATA_HOME/spotify-sync/library.db"
    log_in --client-id test-client
}

# The stored sign-in's end, moved to so many seconds from now.
end_in() {
    change_tokens ".ends_at = (now + $1 | todate)"
}

@test "a first run says how to start, and creates no database" {
    for command in sync login; do
        run spotify-sync $command
        assert_line --partial 'https://developer.spotify.com/dashboard'
        assert_line --partial 'http://127.0.0.1/callback'
        assert_line --partial 'spotify-sync login --client-id ID'
    done
    run -77 spotify-sync --account work
    assert_line --partial 'spotify-sync login --account work --client-id ID'
    run find "$XDG_DATA_HOME" -type f
    assert_output ''
    assert_equal "$(requests)" 0
}

@test "a login that cannot be stored says why, and not how to start" {
    local folder=$XDG_STATE_HOME/spotify-sync/default
    mkdir -p "$folder"
    chmod 755 "$folder"
    run -78 spotify-sync login
    assert_output --partial "run 'chmod 700 $folder'"
    refute_output --partial 'dashboard'
    unset HOME XDG_STATE_HOME
    run -78 spotify-sync login
    assert_output --partial 'neither HOME nor XDG_STATE_HOME is an absolute path'
}

@test "login, sync, logout, and login again with the app of the last time" {
    log_in --client-id test-client
    run spotify-sync
    assert_success
    same_tracks "$XDG_DATA_HOME/spotify-sync/library.db"
    assert_equal "$(sql "$XDG_DATA_HOME/spotify-sync/library.db" 'SELECT user_id FROM account')" jo
    run spotify-sync logout
    assert_success
    run -77 spotify-sync
    assert_output "spotify-sync: nobody is signed in: run 'spotify-sync login'"
    log_in
    run spotify-sync
    assert_success
}

@test "a library knows its account by its account_id, under whatever user id" {
    synced --tracks 30 --playlists 2 --user jo
    sql a.db "UPDATE account SET user_id = 'jo-before', account_id = 'A1'"
    claim() { # DB [MORE]: what the driver makes of the owner
        sql "$1" 'CREATE TEMP TABLE account_requests (requests)' ".parameter set :messages '[{\"record\":{\"id\":\"jo\"$2}}]'" \
            ".read $BATS_TEST_DIRNAME/../schema/driver/account.sql" | cut -d '|' -f 1,2
    }
    assert_equal "$(claim a.db ',"account_id":"A1"')" '|jo'
    assert_equal "$(claim a.db ',"account_id":"A2"')" 'jo-before (account A1)|jo'
    assert_equal "$(claim a.db '')" 'jo-before|jo'
    sql a.db "UPDATE account SET user_id = 'jo'"
    assert_equal "$(claim a.db ',"account_id":"A1"')" 'jo|jo'
    assert_equal "$(claim a.db '')" 'jo|jo'
    sql a.db 'UPDATE account SET account_id = NULL'
    assert_equal "$(claim a.db ',"account_id":"A1"')" '|jo'
}

@test "a sync does not ask whose the account is if the sign-in knows" {
    jo_with_library
    control log/clear
    spotify-sync
    assert_equal "$(requests me) $(requests tracks)" '0 1'
}

@test "the owner of a given token is asked for once, and again for another token" {
    local state=$XDG_STATE_HOME/spotify-sync/default digest
    export SPOTIFY_ACCESS_TOKEN=given-by-hand-1
    spotify-sync --db a.db
    assert_equal "$(requests me)" 1
    spotify-sync --db a.db
    cp a.db b.db
    sql b.db 'DELETE FROM account'
    spotify-sync --db b.db
    assert_equal "$(requests me)" 1
    assert_equal "$(sql b.db 'SELECT user_id FROM account')" jo
    SPOTIFY_ACCESS_TOKEN=given-by-hand-2 spotify-sync --db a.db
    assert_equal "$(requests me)" 2
    spotify-sync --db a.db
    assert_equal "$(requests me)" 3

    digest=$(printf %s "$SPOTIFY_ACCESS_TOKEN" | sha256sum)
    assert_equal "$(sed -n '1p;3p' "$state/given-token" | xargs)" "${digest%% *} jo"
    assert_equal "$(stat -c %a "$state" "$state/given-token" | xargs)" '700 600'
    run grep -rl given-by-hand "$HOME" a.db b.db
    assert_output ''
}

@test "a damaged memory of a given token's owner is ignored" {
    local file=$XDG_STATE_HOME/spotify-sync/default/given-token damage
    export SPOTIFY_ACCESS_TOKEN=given-by-hand
    fetch-account >first
    cp "$file" good
    control log/clear
    for damage in '' "$(head -c 40 good)" "$(head -n 1 good)" "$(head -n 2 good)" "$(cat good good)" \
        "$(sed 2d good)"; do
        printf '%s\n' "$damage" >"$file"
        run -0 fetch-account
        assert_line --partial '"id":"jo"'
    done
    assert_equal "$(requests me)" 6
    run -0 fetch-account
    assert_equal "$(requests me)" 6
    chmod 644 "$file"
    run -0 --separate-stderr fetch-account
    assert_regex "$stderr" "must be private: run 'chmod 600"
    chmod 755 "${file%/*}"
    run -0 --separate-stderr fetch-account
    assert_regex "$stderr" "must be private: run 'chmod 700"
    assert_equal "$(requests me)" 8
}

@test "another account's sync into a database is refused before anything is written" {
    synced --tracks 30 --playlists 2 --user jo
    control 'set?user=kim'
    sql a.db .dump >before
    SPOTIFY_ACCESS_TOKEN=token-of-kim run -78 spotify-sync --db a.db
    assert_output --partial "belongs to 'jo', but 'kim' is signed in"
    log_in --client-id test-client
    run -78 spotify-sync --db a.db
    assert_output --partial "belongs to 'jo', but 'kim' is signed in"
    diff before <(sql a.db .dump)
    run spotify-sync --db b.db
    assert_success
}

@test "accounts are kept apart: own tokens, own default database" {
    jo_with_library
    spotify-sync
    control 'set?user=kim'
    control 'change?do=remove&count=5'
    log_in --account kim_2 --client-id test-client
    spotify-sync --account kim_2
    assert_equal "$(sql "$XDG_DATA_HOME/spotify-sync/kim_2/library.db" 'SELECT user_id FROM account')" kim
    same_tracks "$XDG_DATA_HOME/spotify-sync/kim_2/library.db"
    assert_equal "$(sql "$XDG_DATA_HOME/spotify-sync/library.db" 'SELECT user_id FROM account')" jo
    run env SPOTIFY_SYNC_ACCOUNT=kim_2 spotify-sync status
    assert_line --partial 'Signed in as kim until'
    spotify-sync --account kim_2 logout
    run -77 spotify-sync --account kim_2
    assert_output --partial "run 'spotify-sync login --account kim_2'"
    run spotify-sync status
    assert_line --partial 'Signed in as jo until'
}

@test "names that cannot be an account's are refused" {
    for name in ../x a/b -x pace.db 'a b' "$(printf 'x%.0s' {1..65})"; do
        run -78 spotify-sync "--account=$name"
        assert_output --partial 'is not an account name'
    done
    run -64 spotify-sync --account=
    run -64 spotify-sync --client-id x status
}

@test "in the last two weeks of a sign-in status and every sync name the day it ends" {
    jo_with_library
    end_in 15*86400
    run spotify-sync
    refute_output --partial 'The sign-in ends'
    end_in 13*86400
    day=$(date -u -d '+13 days' +%F)
    run -0 spotify-sync -q
    assert_output "The sign-in ends on $day: run 'spotify-sync login' to sign in again."
    run spotify-sync
    assert_success
    assert_line "The sign-in ends on $day: run 'spotify-sync login' to sign in again."
    run spotify-sync status
    assert_line "The sign-in ends on $day: run 'spotify-sync login' to sign in again."
    end_in -86400-3600
    day=$(date -u -d '-25 hours' +%F)
    run spotify-sync status
    assert_line "The sign-in ended on $day: run 'spotify-sync login' to sign in again."
}

@test "status --json reports who is signed in until when, and never a token" {
    local secrets
    run -0 spotify-sync status --json
    assert_equal "$(jq -c '[.phases, .sign_in]' <<<"$output")" \
        '[{},{"account":"default","error":"nobody is signed in: run '\''spotify-sync login'\''"}]'
    jo_with_library
    end_in 13*86400+60
    spotify-sync
    change_tokens '.user_id = "j\"o\\é" | .display_name = "<\u0007&>"'
    run -0 spotify-sync status --json
    assert_equal "$(jq -c '.sign_in | [.account, .user_id, .display_name, .client_id, .days_left, .error]' \
        <<<"$output")" '["default","j\"o\\é","<?&>","test-client",13,null]'
    assert_equal "$(jq -r '.sign_in.ends_on' <<<"$output")" "$(date -u -d '+13 days 60 seconds' +%F)"
    assert_equal "$(jq -r '.status' <<<"$output")" Success
    secrets=$(jq -r '.access_token, .refresh_token' "$XDG_STATE_HOME/spotify-sync/default/tokens.json")
    run grep -F "$secrets" <<<"$output"
    assert_output ''

    change_tokens '.user_id = "jo"'
    control 'set?refresh-error=revoked&expire-tokens=on'
    run -77 spotify-sync
    run -0 spotify-sync status --json
    assert_equal "$(jq -r '.sign_in | [.client_id, .error] | join(" ")' <<<"$output")" \
        "test-client the sign-in has ended (Refresh token revoked): run 'spotify-sync login' to sign in again"
    SPOTIFY_ACCESS_TOKEN=token run -0 spotify-sync --account kim status --json
    assert_equal "$(jq -c .sign_in <<<"$output")" '{"account":"kim","given_token":true}'
}

@test "a sync that cannot find out the account is Failed, and the next one goes on" {
    control 'set?fault=403@1:me'
    SPOTIFY_ACCESS_TOKEN=token run -77 spotify-sync --db a.db
    assert_output --partial 403
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" Failed
    assert_equal "$(requests tracks)" 0
    SPOTIFY_ACCESS_TOKEN=token run spotify-sync --db a.db
    assert_success
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
}

@test "the account id travels with the sign-in and the given token, if Spotify has one" {
    local state=$XDG_STATE_HOME/spotify-sync/default
    control 'set?account-id=A1'
    SPOTIFY_ACCESS_TOKEN=given fetch-account >first
    SPOTIFY_ACCESS_TOKEN=given fetch-account >again
    assert_equal "$(jq -r '.record.account_id // empty' first again | xargs)" 'A1 A1'
    assert_equal "$(requests me)" 1
    sed -i 4d "$state/given-token" # as an earlier version left it
    assert_equal "$(SPOTIFY_ACCESS_TOKEN=given fetch-account | jq -r '.record.id // empty')" jo
    assert_equal "$(requests me)" 1
    log_in --client-id test-client
    assert_equal "$(fetch-account | jq -r '.record.account_id // empty')" A1
    change_tokens 'del(.account_id)'
    assert_equal "$(fetch-account | jq -r '.record.id // empty')" jo
}
