# Records that a reader may put in the place of a whole row.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# playlists FILE: what its records say of the items of each playlist.
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

@test "followed artists and saved albums are also in their own streams, and are stored as before" {
    local stream own
    stand_in --tracks 60 --saved-albums 60 --followed-artists 60
    fetch-artists --top >artists
    fetch-albums >albums
    while read -r stream own; do
        jq -c --arg stream "$stream" 'select(.type == "RECORD" and .stream == $stream).record | del(.added_at)' "$own" >list
        assert_equal "$(wc -l <list)" 60
        jq -c --arg own "$own" 'select(.type == "RECORD" and .stream == $own).record | del(.added_at)' "$own" | head -n 60 | diff list -
        run breaches "$own"
        assert_output ''
        jq -c --arg own "$own" 'select(.stream != $own)' "$own" >>without
    done <<<$'followed_artists artists\nsaved_albums albums'
    store a.db artists albums >states
    store b.db without >/dev/null
    diff <(contents a.db) <(contents b.db)
    assert_equal "$(tail -n 1 states | jq -c .value.bookmarks.saved_albums.new)" 60
}

# deletions FILE: its deletions, in the order of their keys.
deletions() {
    jq -c 'select(.record._sdc_deleted_at?)' "$1" | sort
}

@test "with messages as --known, a deletion repeats what they say, and everything else is as with ids" {
    local program list
    stand_in --tracks 60 --equal-added 3 --saved-albums 3 --followed-artists 3 --saved-shows 3 --playlists 3 --foreign-playlists 0
    for program in tracks albums artists shows playlists; do
        fetch-$program >"$program"
        cat "$program" >>archive
    done
    # The account's user too, by whom playlists are told apart; and what is older or gone counts for nothing.
    fetch-account >>archive
    control 'change?do=remove&index=30'
    for list in album show; do control "change?do=unsave-$list&index=1"; done
    control 'change?do=unfollow&index=1'
    control 'change?do=playlist-remove&index=1'
    for program in tracks albums artists shows playlists; do
        case $program in
            tracks) jq -r 'select(.type == "RECORD").record | "\(.id) \(.added_at)"' "$program" ;;
            playlists) echo 'owner listener' && as_known "$program" ;;
            *) jq -r 'select(.type == "RECORD").record.id' "$program" | sort -u ;;
        esac >ids
        fetch-$program --known ids >by-ids
        control log/clear
        fetch-$program --known archive >"$program.again"
        diff <(jq -c 'select(.type != "STATE") | del(.time_extracted) | select(.record._sdc_deleted_at? | not)' by-ids) \
            <(jq -c 'select(.type != "STATE") | del(.time_extracted) | select(.record._sdc_deleted_at? | not)' "$program.again")
        deletions by-ids | jq -c '.record | [.id, .playlist_id, .position]' >gone
        diff gone <(deletions "$program.again" | jq -c '.record | [.id, .playlist_id, .position]')
        [[ -s gone ]]
        deletions "$program.again" | while read -r; do
            jq -c '.record | del(._sdc_deleted_at)' <<<"$REPLY" | grep -Fqxf <(jq -c 'select(.type == "RECORD").record' "$program") ||
                fail "$REPLY"
        done
        run breaches "$program.again"
        assert_output ''
        # What is gone already is not gone once more.
        cat "$program.again" >>archive
        fetch-$program --known archive | deletions /dev/stdin >gone
        assert_equal "$(cat gone)" ''
        store a.db "$program" "$program.again" >/dev/null
        jq -c 'if .record._sdc_deleted_at? then .record |= {id, playlist_id, position, _sdc_deleted_at} else . end' \
            "$program.again" | store b.db "$program" - >/dev/null
        diff <(contents a.db) <(contents b.db)
    done
}
