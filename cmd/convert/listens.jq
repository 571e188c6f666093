# Listens as ListenBrainz takes them (https://listenbrainz.readthedocs.io/en/latest/users/json.html), one JSON object a
# line: music that was heard long enough, since October 2002, each at most 10240 bytes long.
def about: {kinds: ["listens"], many: false, extension: "jsonl"};

def without_nulls: with_entries(select(.value != null and .value != ""));

def head: empty;

def entry:
  (.listened_at | seconds) as $listened_at
  | select(is_music and is_heard and $listened_at != null and $listened_at >= 1033430400)
  | artist_names as $artists
  | select($artists != "" and .name != "")
  # Of a length that no letter and no escape makes too long.
  | (if [$artists, .name, .album.name // ""] | map(length) | add > 400 then 250 else 400 end) as $most
  | {
      listened_at: $listened_at,
      track_metadata: {
        artist_name: $artists[:$most],
        track_name: .name[:$most],
        release_name: .album.name,
        additional_info: ({
          duration_ms: (.duration_ms | if . == null or . < 1 or . > 2073600000 then null else . end),
          isrc: .external_ids.isrc,
          tracknumber: .track_number,
          spotify_id: (.uri | address),
          origin_url: (.uri | address),
          music_service: "spotify.com",
          submission_client: "spotify-sync",
          submission_client_version: .list.version
        } | without_nulls)
      }
    }
  | .track_metadata |= (.release_name |= if . == null or . == "" then null else .[:$most] end | without_nulls)
  | tojson;

def foot: empty;
