# The tables of a library as flat messages, and whose they are.
# shellcheck disable=SC2154 # bats sets stderr

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# library DB: one with everything in it, and a removal, a hostile name, a great number and flags.
library() {
    stand_in --tracks 60 --playlists 3 --saved-albums 3 --followed-artists 3 --saved-shows 2 --saved-episodes 3 \
        --saved-audiobooks 2 --account-id A1
    control 'play?track=3&at=2026-11-20T12:00:55.123Z'
    spotify-sync -q --db "$1"
    spotify-sync -q --db "$1" plays
    record saved_tracks "$T1" '{"id":"t1","name":"a\\b\"c\n\té\u007f\u0001","explicit":true,"duration_ms":9223372036854775807,
        "added_at":"2025-05-05T05:05:05Z"}' | tr -d '\n' | store -q "$1"
    record saved_tracks 2099-01-01T00:00:00.000000Z '{"id":"t1","_sdc_deleted_at":"2099-01-01T00:00:00Z"}' | store -q "$1"
}

@test "dump --tables prints every row whole, by the columns and the key of its table" {
    local table
    library a.db
    dump --tables a.db >out
    assert_equal "$(jq -c 'select(.stream == "saved_tracks" and .record.track_id == "t1").record
        | [.added_at, .removed_at, .deletion_seen_at, ._sdc_deleted_at]' out)" \
        '["2025-05-05T05:05:05Z","2099-01-01T00:00:00Z","2099-01-01T00:00:00.000000Z",null]'
    grep '"stream":"tracks".*"id":"t1"' out >track
    grep -F '"duration_ms":9223372036854775807,' track
    assert_equal "$(jq -c '.record | [.name, .explicit, .album_id]' track)" '["a\\b\"c\n\té\u007f\u0001",true,null]'
    jq -r 'select(.type == "SCHEMA").stream' out >tables
    run ! grep -E 'sync|quotas|waiting|due|matches' tables
    while read -r table; do
        assert_equal "$(grep -c "^{\"type\":\"RECORD\",\"stream\":\"$table\"," out)" "$(sql a.db "SELECT count(*) FROM $table")"
    done <tables
    # A target can take away what is here no more; only where other rows are not there by right.
    assert_equal "$(jq -r 'select(.type == "ACTIVATE_VERSION") | "\(.stream) \(.version)"' out)" \
        "$(jq -r 'select(.type == "SCHEMA").stream' out | sed "s/\$/ $(jq .version out | grep -v null | sort -u)/")"
    dump --tables --account-id a.db >owned
    run ! grep ACTIVATE_VERSION owned
    assert_equal "$(jq -r 'select(.type == "SCHEMA" and .key_properties[0] == "account_id").stream' owned | xargs)" \
        'account episodes followed_artists playlist_item_history playlist_items playlist_names playlist_readings playlists plays saved_albums saved_audiobooks saved_episodes saved_shows saved_tracks streaming_history'
    assert_equal "$(jq -c 'select(.record.account_id?).record.account_id' owned | sort -u)" '"A1"'
    assert_equal "$(jq -c 'select(.type == "RECORD") | del(.version) | select(.stream != "account") | del(.record.account_id)' owned)" \
        "$(jq -c 'select(.type == "RECORD") | del(.version) | select(.stream != "account")' out)"
    # Since a time.
    assert_equal "$(dump --tables --since 2090-01-01 a.db | jq -r 'select(.type == "RECORD").record.track_id')" t1
    assert_equal "$(dump --tables --stream tracks --stream albums a.db | jq -r 'select(.type == "SCHEMA").stream' | xargs)" 'albums tracks'
    run -64 --separate-stderr dump --tables --stream nonsense a.db
    [[ $stderr == 'dump: a --stream is no table; the tables are account, album_artists, '*', tracks' ]] || fail "$stderr"
    assert_equal "$(breaches out | grep -vx -e 'time_extracted is a null' -e 'a message of type ACTIVATE_VERSION')" ''
}

@test "dump --account-id says whose the records are, and makes an equal library" {
    library a.db
    dump --account-id a.db >out
    assert_equal "$(jq -r 'select(.type == "RECORD" and .record.account_id != "A1").stream' out | uniq | xargs)" 'artists albums tracks shows'
    dump a.db | jq -c 'select(.type == "RECORD").record' >plain
    jq -c 'select(.type == "RECORD") | (if .stream == "account" then . else del(.record.account_id) end) | .record' out | cmp plain
    store -q b.db out
    "$BATS_TEST_DIRNAME/same-contents" a.db b.db
    echo | store empty.db
    run -65 --separate-stderr dump --account-id empty.db
    assert_equal "$stderr" 'dump: the library belongs to no account yet: sync it, or leave --account-id out'
}
