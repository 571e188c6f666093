# Recorded answers of the real API: what they hold is in the database, and the messages keep the Singer rules.

load helper

setup() {
    begin_test
    fixtures=$BATS_TEST_DIRNAME/../../shared/fixtures
    [[ -d $fixtures ]] || skip "no recorded answers in ../shared/fixtures"
    local file recorded=()
    for file in saved_tracks top_artists get_album current_user_playlist_1; do
        recorded+=(--recorded "$fixtures/$file.json")
    done
    stand_in "${recorded[@]}"
}
teardown() { end_test; }

# Most artists and albums have no recording, and a single sync does not believe that so many are missing.
sync_until_believed() {
    run -76 spotify-sync --db real.db
    spotify-sync --db real.db
}

@test "a sync of the recorded account holds its tracks by their names and times" {
    sync_until_believed
    run -0 diff <(jq -r '.items[] | [.track.id, .track.name, .added_at, .track.duration_ms,
                           .track.external_ids.isrc, .track.album.id] | map(tostring) | join("|")' \
        "$fixtures/saved_tracks.json" | sort) \
        <(sql real.db 'SELECT track_id, name, added_at, duration_ms, isrc, album_id FROM saved_tracks
                       JOIN tracks ON id = track_id WHERE removed_at IS NULL' | sort)
    assert_equal "$(sql real.db 'SELECT count(*) FROM saved_tracks')" 48
    run -0 diff <(jq -r '.items | sort_by(.added_at) | reverse[].added_at' "$fixtures/saved_tracks.json") \
        <(sql real.db 'SELECT added_at FROM saved_tracks ORDER BY added_at DESC, place DESC')
}

@test "the recorded account's artists and albums are there, and those without a recording are unavailable" {
    local object recorded
    sync_until_believed
    run -0 diff <(jq -r '.items[].track | .artists[], .album.artists[] | [.id, .name] | join("|")' \
        "$fixtures/saved_tracks.json" | sort -u) \
        <(sql real.db 'SELECT id, name FROM artists
                        WHERE id IN (SELECT artist_id FROM track_artists)
                           OR id IN (SELECT artist_id FROM album_artists)' | sort)
    run -0 diff <(jq -r '.items[].track.album | [.id, .name, .release_date] | join("|")' \
        "$fixtures/saved_tracks.json" | sort -u) \
        <(sql real.db 'SELECT id, name, release_date FROM albums' | sort)
    run -0 diff <(jq -r '.items[].track | .id as $id | .artists | to_entries[]
                         | [$id, .key, .value.id] | map(tostring) | join("|")' \
        "$fixtures/saved_tracks.json" | sort) <(sql real.db 'SELECT * FROM track_artists' | sort)
    for object in artists albums; do
        recorded=top_artists
        [[ $object == artists ]] || recorded=get_album
        run -0 diff <(comm -12 <(jq -r '(.items // [.])[].id' "$fixtures/$recorded.json" | sort -u) \
            <(sql real.db "SELECT id FROM $object" | sort)) \
            <(sql real.db "SELECT id FROM $object WHERE fetched_at IS NOT NULL" | sort)
        assert_equal "$(sql real.db "SELECT count(*) FROM $object
                                     WHERE (fetched_at IS NULL) = (unavailable_at IS NULL)")" 0
    done
    (($(sql real.db 'SELECT count(*) FROM artists WHERE fetched_at IS NOT NULL') > 0))
    run -0 diff <(jq -r '.items[] | .id as $id | .genres[] | [$id, .] | join("|")' \
        "$fixtures/top_artists.json" | sort |
        join -t '|' - <(sql real.db 'SELECT id FROM artists' | sort)) \
        <(sql real.db 'SELECT artist_id, genre FROM artist_genres' | sort)
}

@test "the recorded account's 48 playlists are there, and a second sync makes at most four requests" {
    sync_until_believed
    run -0 diff <(jq -r '.items[] | [.id, .name, .owner.id, .snapshot_id] | join("|")' \
        "$fixtures/current_user_playlist_1.json" | sort) \
        <(sql real.db 'SELECT id, name, owner_id, snapshot_id FROM playlists WHERE removed_at IS NULL' | sort)
    assert_equal "$(sql real.db 'SELECT count(*) FROM playlists')" 48
    control log/clear
    spotify-sync --db real.db
    (($(requests) <= 4)) || fail "$(requests) requests"
}

@test "an album and artists with all their fields become rows" {
    local id artist
    id=$(jq -r .id "$fixtures/get_album.json")
    printf '{"type":"RECORD","stream":"albums","record":{"id":"%s"},"time_extracted":"%s"}\n' \
        "$id" 2026-01-01T00:00:00.000000Z >seed
    enrich-albums <seed | enrich-artists | store real.db
    run -0 sql real.db "SELECT id, name, album_type, release_date, release_date_precision, total_tracks,
                        label, popularity, upc FROM albums"
    assert_output "$(jq -r '[.id, .name, .album_type, .release_date, .release_date_precision,
        .total_tracks, .label, .popularity, .external_ids.upc] | map(tostring) | join("|")' \
        "$fixtures/get_album.json")"
    artist=$(jq -r '.items[0].id' "$fixtures/top_artists.json")
    printf '{"type":"RECORD","stream":"artists","record":{"id":"%s"},"time_extracted":"%s"}\n' \
        "$artist" 2026-01-01T00:00:00.000000Z | enrich-artists | store real.db
    run -0 sql real.db "SELECT id, name, popularity, followers FROM artists WHERE id = '$artist'"
    assert_output "$(jq -r '.items[0] | [.id, .name, .popularity, .followers.total] | map(tostring)
        | join("|")' "$fixtures/top_artists.json")"
}

keeps_the_rules() { # STREAMS: those that all.ndjson has records of
    run breaches all.ndjson
    assert_output ''
    run -0 jq -rn '[inputs | select(.type == "RECORD").stream] | unique | join(" ")' all.ndjson
    assert_output "$1"
}

@test "messages of the recorded account keep the Singer rules: SCHEMA first, valid records, STATE with a value" {
    {
        fetch-tracks
        fetch-playlists
    } | { enrich-artists || (($? == 76)); } | { enrich-albums || (($? == 76)); } >all.ndjson
    keeps_the_rules 'artists playlists saved_tracks'
}

@test "messages of recorded objects in the other lists keep the Singer rules, and carry no bulk" {
    jq '{items: [.items[] | {played_at: .added_at, track}]}' "$fixtures/saved_tracks.json" >recently-played
    jq '{items: [{added_at: "2026-01-01T00:00:00Z", album: .}], total: 1}' "$fixtures/get_album.json" >saved-albums
    jq '{artists: {items, total, next: null}}' "$fixtures/top_artists.json" >following
    cp "$fixtures/playlist_items.json" playlist-items
    local endpoint
    for endpoint in recently-played saved-albums following playlist-items; do
        control "set?answer=$endpoint=$PWD/$endpoint"
    done
    control 'set?edit=playlists:items.*.tracks.total=1&edit=playlists:items.*.items.total=1'
    {
        fetch-plays
        fetch-albums
        fetch-artists --top
        fetch-playlists --max-items 1
    } >all.ndjson
    keeps_the_rules 'albums artists followed_artists playlist_items playlists plays saved_albums'
    run -0 jq -rn '[inputs | select(.type == "RECORD") | paths[-1] | strings] | unique[]' all.ndjson
    refute_line href
    refute_line available_markets
}

@test "messages of an invented account keep the Singer rules, and what would break them is found" {
    stand_in --tracks 120 --playlists 6
    {
        fetch-account
        fetch-tracks
        fetch-playlists
    } | enrich-artists | enrich-albums >all.ndjson
    keeps_the_rules 'account albums artists playlist_items playlists saved_tracks'

    # The check itself finds what is wrong.
    jq -c '(select(.stream == "saved_tracks") | .record?.album.name) = 5' all.ndjson >wrong.ndjson
    run breaches wrong.ndjson
    assert_line 'saved_tracks.album.name is a number'
    jq -c '(select(.stream == "albums") | .record?.tracks) += {more: 1}' all.ndjson >wrong.ndjson
    run breaches wrong.ndjson
    assert_line 'albums.tracks.more is not declared'
    jq -c '(select(.stream == "playlist_items") | .record | objects) += {kind: 5, playlist_id: "a/b", position: -1}' \
        all.ndjson >wrong.ndjson
    run breaches wrong.ndjson
    assert_line 'playlist_items.kind is a number'
    assert_line 'playlist_items.playlist_id is not as its pattern'
    assert_line 'playlist_items.position is too small'
    jq -c 'select(.type == "SCHEMA").schema["$schema"] = "http://json-schema.org/draft-07/schema#"' \
        all.ndjson >wrong.ndjson
    run breaches wrong.ndjson
    assert_line 'saved_tracks: a SCHEMA with $schema'
    grep -v SCHEMA all.ndjson >wrong.ndjson
    run breaches wrong.ndjson
    assert_output --partial 'a RECORD ahead of its SCHEMA'
}
