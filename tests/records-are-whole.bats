# Records that a reader may put in the place of a whole row.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# playlists FILE: what its records tell of the items of each playlist.
playlists() {
    jq -c 'select(.type == "RECORD" and .stream == "playlists").record
        | [.id, .items_snapshot_id, .items_total, .items_digest, .items_kept]' "$1" | sort
}

# as_known FILE: its playlists, as fetch-playlists --known reads them.
as_known() {
    jq -r 'select(.type == "RECORD" and .stream == "playlists").record
        | "\(.id) \(.items_snapshot_id) \(.items_total) digest=\(.items_digest)"' "$1"
}

@test "a playlist whose items were not read keeps what was known of them, and is stored as one that says nothing of them" {
    local options
    stand_in --tracks 20 --playlists 3 --foreign-playlists 0 --playlist-items 5
    fetch-playlists >out
    as_known out >known
    control 'change?do=playlist&index=1'
    control "set?fault=500@*1:$(ask playlists | jq -rs '.[1].id')"
    for options in --no-items '--retry-delay 0'; do
        # shellcheck disable=SC2086 # several words
        fetch-playlists -q --known known $options >again 2>/dev/null || [[ $options != --no-items ]]
        diff <(playlists out | jq -c '.[:4]') <(playlists again | jq -c '.[:4]')
        assert_equal "$(playlists again | jq -c 'select(.[4])' | wc -l)" 1
        run breaches again
        assert_output ''
        jq -c 'del(.record | select(.items_kept?) | .items_snapshot_id, .items_total, .items_digest, .items_kept)' again >bare
        store a.db out again >/dev/null
        store b.db out bare >/dev/null
        diff <(contents a.db) <(contents b.db)
        rm -f ./*.db*
    done
}

@test "a playlist that was empty is not stored as read while it is not" {
    local kept
    kept=$(playlist S1 0 | sed 's/"S1"/"S2"/; s/}$/,"items_kept":true,"items_doubted":"a>b","items_refused":true}/')
    record playlists "$T1" "$(playlist S1 0)" >known
    record playlists "$T2" "$kept" >again
    store a.db known again >/dev/null
    assert_equal "$(sql a.db 'SELECT snapshot_id, items_snapshot_id, items_doubted, items_refused_snapshot_id FROM playlists;
                              SELECT count(*) FROM playlist_readings')" $'S2|S1||\n1'
}

@test "the account is printed alike on each run, and costs one request for a token" {
    stand_in --tracks 1
    fetch-account >first
    fetch-account >again
    assert_equal "$(requests me)" 1
    diff <(grep -v STATE first) again
    assert_equal "$(jq -c 'select(.type == "RECORD").record | [.country, .product, .followers.total]' again)" '["NL","premium",3]'
    unset SPOTIFY_ACCESS_TOKEN
    log_in --client-id test-client
    fetch-account >signed-in
    diff <(jq -c 'select(.type == "RECORD").record' first) <(jq -c 'select(.type == "RECORD").record' signed-in)
}
