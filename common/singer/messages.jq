# What every shaping of the API's answers begins with. Its input is
# {"page": the answer, "time_extracted": when it came, …}.
#
# No shaping may end a record in silence: `.x?` of what is no object is empty, and in the middle of a
# constructor or a condition that takes all of it away. What is null in a list is passed over; all
# else gives a record, and one without its key is told of and left out behind it (conform.h).

# A member of what may be no object.
def member($name): if type == "object" then .[$name] else null end;

# What is no object has no members.
def object: if type == "object" then . else {} end;

# An object without what is only bulk, or an array of such.
def bare:
  if type == "object" then delpaths([["available_markets"], ["href"]])
  elif type == "array" then map(bare)
  else . end;

# The same, also of the objects that are parts of it. Paths that are spelled out take jq half the
# time of computed ones.
def lean:
  if type == "object" then
    bare
    | if .album then setpath(["album"]; .album | lean) else . end
    | if .artists then setpath(["artists"]; .artists | bare) else . end
    | if .followers then setpath(["followers"]; .followers | bare) else . end
    | if .items then setpath(["items"]; .items | lean) else . end
    | if .linked_from then setpath(["linked_from"]; .linked_from | bare) else . end
    | if .owner then setpath(["owner"]; .owner | bare) else . end
    | if .tracks then setpath(["tracks"]; .tracks | lean) else . end
  elif type == "array" then map(lean)
  else . end;

def record($stream; $time_extracted):
  {type: "RECORD", stream: $stream, record: ., time_extracted: $time_extracted};

