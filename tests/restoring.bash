# shellcheck shell=bash
# Restoring into the stand-in's account.
#
# account_messages FILE    what an account held (`ask account`), as messages of its library
# not_restored BEFORE LEFT AFTER [ID…]   what is not as it must be after a restore of what the account held BEFORE into one
#                          that held LEFT and has AFTER now, a line for each thing; Spotify does not take the IDs
#
# In a test file:
#
# account OPTION…          a server whose account has a library of these options, which is in library.ndjson; then it is
#                          emptied
# restore_library OPTION…  runs a restore of it that waits for nothing
# assert_restored [ID…]    fails unless the account holds what it must; Spotify does not take the IDs
# writes                   prints the calls that saved, made playlists and added items

account_messages() {
    jq -cn --slurpfile lines "$1" '
        def message($stream): {type: "RECORD", stream: $stream, record: ., time_extracted: "2026-11-29T12:00:00.000000Z"};
        def id: split(":")[-1];
        ({id: "listener"} | message("account")),
        ($lines | map(select(.uri)) | group_by(.stream)[] | length as $total | to_entries[]
            | .key as $place | .value
            | .stream as $stream
            | {id: .uri | id, added_at, name: "A thing", place: ($total - $place), artists: [], album: null}
            | message($stream)),
        ($lines[] | select(.stream == "playlists") | . as $playlist
            | (.uris | to_entries[] | .key as $position | .value as $uri
                | ($uri // "" | split(":")[1] // "unavailable") as $kind
                | {playlist_id: $playlist.id, position: $position, snapshot_id: "s", uri: $uri, kind: $kind, name: "An item",
                   track_id: (if $kind == "track" then $uri | id else null end),
                   added_at: "2026-01-01T00:00:00Z", track: null}
                | message("playlist_items")),
            ({id, name, description, public, collaborative, snapshot_id: "s", items_snapshot_id: "s",
              owner: {id: (if .foreign then "friend" else "listener" end)},
              items: {total: .uris | length}, items_total: .uris | length} | message("playlists")))'
}

not_restored() {
    jq -rn --slurpfile before "$1" --slurpfile left "$2" --slurpfile after "$3" \
        --argjson dead "$(printf '%s\n' "${@:4}" | jq -nR '[inputs | select(. != "")]')" '
        def is_dead: split(":")[-1] | IN($dead[]);
        def saved($stream): map(select(.stream == $stream));
        def playlists: map(select(.stream == "playlists"));
        def playable: map(select(. != null and (startswith("spotify:local:") or is_dead | not)));
        (("saved_tracks", "saved_albums", "followed_artists", "saved_shows", "saved_episodes", "saved_audiobooks") as $stream
            | ($left | saved($stream)) as $kept
            | ($after | saved($stream)) as $has
            | ([$kept[].uri] + [$before | saved($stream)[].uri | select(is_dead | not)] | unique) as $wanted
            | ([$has[].uri] | sort) as $got
            | if $got != $wanted then "\($stream): lacking \($wanted - $got | length), foreign \($got - $wanted | length), " +
                "twice \(($got | length) - ($got | unique | length))" else empty end,
              if [$has[] | select(.uri | IN($kept[].uri))] != $kept then "\($stream): what was there has moved" else empty end),
        ($left | playlists) as $kept
        | ($after | playlists) as $has
        | [$kept[].id] as $ids
        | if [$has[] | select(.id | IN($ids[]))] != $kept then "a playlist that was there has changed" else empty end,
          ([$before | playlists[] | select((.id | IN($ids[])) or .foreign | not) | [.name, (.uris | playable)]] | sort) as $wanted
          | ([$has[] | select(.id | IN($ids[]) | not) | [.name, .uris]] | sort) as $got
          | if $got != $wanted then
                "playlists wanted: \($wanted | map([.[0], (.[1] | length)]))", "playlists made: \($got | map([.[0], (.[1] | length)]))"
            else empty end'
}

account() {
    stand_in --foreign-playlists 0 --second 5 "$@"
    ask account >before
    account_messages before >library.ndjson
    control 'change?do=empty-all'
    ask account >left
    control log/clear
}

fast=(--settle 0.1 --interval 0 --retry-delay 0.01)

restore_library() {
    run restore "${fast[@]}" --yes "$@" library.ndjson 3>&-
}

assert_restored() {
    ask account >after
    run not_restored before left after "$@"
    assert_output ''
}

writes() {
    echo "$(requests save) $(requests make-playlist) $(requests add-items)"
}
