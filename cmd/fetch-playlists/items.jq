# A page of GET /playlists/{id}/items. An entry holds its track or episode in `item`; `track` is the
# old name of that. Each gives one record, whatever it is, since each place has to be accounted for.
. as {$page, $offset, $time_extracted, $playlist_id, $snapshot_id}
| range($page.items | length) as $index
| $page.items[$index]
| (twin("item"; "track") | if type == "object" then . else null end) as $item
| ($item | kind) as $kind
| {
    playlist_id: $playlist_id,
    position: ($offset + $index),
    snapshot_id: $snapshot_id,
    added_at: member("added_at"),
    added_by: (member("added_by") | member("id") | text),
    kind: $kind,
    track_id: (if $kind == "track" then $item.id else null end),
    uri: $item.uri,
    name: $item.name,
    track: (if $kind == "track" then $item else null end)
  }
| record("playlist_items"; $time_extracted)
