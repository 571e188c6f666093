# Records that say whose they are, by which the libraries of several accounts fit into one place.
# shellcheck disable=SC2154 # bats sets stderr

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# What prints what belongs to an account.
readonly PROGRAMS=(fetch-account fetch-tracks fetch-albums fetch-artists fetch-playlists fetch-plays
    fetch-shows fetch-episodes fetch-audiobooks)

# without_account: the messages of the input as they are without --account-id, but for their time.
without_account() {
    jq -c 'if .stream != "account" and .record.account_id? then .record |= del(.account_id) else . end
        | select(.type != "SCHEMA") | del(.time_extracted)'
}

@test "with --account-id every record of what belongs to an account has its id, at the head of its key" {
    local program
    stand_in --account-id A1 --tracks 20 --saved-albums 2 --followed-artists 2 --top-artists 2 --playlists 2 \
        --saved-shows 2 --saved-episodes 2 --saved-audiobooks 2
    for program in "${PROGRAMS[@]}"; do
        "$program" | without_account >plain
        "$program" --account-id >out
        diff <(grep -v STATE plain | sort) <(without_account <out | grep -v STATE | sort)
        [[ $program == fetch-plays ]] || breaches out >breached
        [[ ! -s breached ]] || fail "$program: $(cat breached)"
        cat out >>all
    done
    assert_equal "$(requests me)" 1
    assert_equal "$(jq -c 'select(.type == "SCHEMA") | [.stream, .key_properties[0], .schema.properties.account_id.type]' all | sort -u | grep -v '"account_id","string"')" \
        $'["albums","id",null]\n["artists","id",null]'
    assert_equal "$(jq -r 'select(.type == "RECORD" and .record.account_id != "A1").stream' all | sort -u | xargs)" 'albums artists'
    # A deletion has it too.
    { echo 0000000000000000000001 && ask saved-albums | jq -r .id; } >gone
    assert_equal "$(fetch-albums --account-id --known gone | jq -r 'select(.record._sdc_deleted_at?).record.account_id')" A1
    # They are stored as those without.
    store a.db all >/dev/null
    jq -c 'del(select(.stream != "account").record.account_id?)' all | store b.db >/dev/null
    diff <(contents a.db) <(contents b.db)
}

@test "a library takes no records that are another account's" {
    record saved_tracks "$T1" '{"id":"t1","account_id":"A1"}' >one
    record saved_tracks "$T1" '{"id":"t2","account_id":"A2"}' >other
    store -q a.db one
    run -65 --separate-stderr store -q a.db other
    assert_equal "$stderr" "store: other, line 1: the record belongs to account 'A2', and the library to 'A1'"
    assert_equal "$(sql a.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1
    # The account's name may come later; a library may know no more than it, and then takes one account.
    record account "$T2" '{"id":"jo","account_id":"A1"}' | store -q a.db
    assert_equal "$(sql a.db 'SELECT user_id, account_id FROM account')" 'jo|A1'
    run -65 store -q a.db other
    record account "$T1" '{"id":"jo"}' | store -q b.db
    run -65 store -q b.db one other
    assert_equal "$(sql b.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1
}

@test "a history is that of who is signed in" {
    echo '[{"ts":"2020-01-01T00:00:00Z","ms_played":1,"master_metadata_track_name":"A","spotify_track_uri":"spotify:track:1"},
           {"ts":"2020-01-02T00:00:00Z","ms_played":1,"master_metadata_track_name":"B","spotify_track_uri":"spotify:track:1"}]' >Streaming_History_Audio_1.json
    run -77 --separate-stderr read-history --account-id Streaming_History_Audio_1.json
    assert_equal "$output" ''
    stand_in --account-id A1
    fetch-account >/dev/null
    read-history --account-id Streaming_History_Audio_1.json >out
    assert_equal "$(jq -c '.key_properties // .record.account_id // empty' out | xargs)" '[account_id,ts,uri,ms_played] A1 A1'
}
