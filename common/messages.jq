# What every shaping of the API's answers begins with. Its input is
# {"page": the answer, "time_extracted": when it came, …}.

# An object without what is only bulk.
def lean: del(.available_markets, .href);

# A track, album or artist, with the albums and artists inside it.
def lean_deep: lean | (.artists[]?, .album?, .album?.artists[]?) |= lean;

def record($stream; $time_extracted):
  {type: "RECORD", stream: $stream, record: ., time_extracted: $time_extracted};

