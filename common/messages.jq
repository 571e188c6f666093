# What every shaping of the API's answers begins with. Its input is
# {"page": the answer, "time_extracted": when it came, …}.

# An object without what is only bulk.
def lean: if type == "object" then del(.available_markets, .href) else . end;

# A track, album or artist, with the albums and artists inside it.
def lean_deep:
  lean
  | if (.artists? | type) == "array" then .artists |= map(lean) else . end
  | if (.album? | type) == "object" then .album |= lean_deep else . end;

# A full album, with the tracks inside it.
def lean_album:
  lean_deep
  | if (.tracks | type) == "object" then .tracks |= lean else . end
  | if (.tracks.items? | type) == "array" then .tracks.items |= map(lean_deep) else . end;

def record($stream; $time_extracted):
  {type: "RECORD", stream: $stream, record: ., time_extracted: $time_extracted};

