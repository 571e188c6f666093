-- Version 2: how the quotas stand, and when the lists were last read that the API gives with full
-- objects.
PRAGMA user_version = 2;

-- What an enricher last told of a kind of endpoint. budget NULL: no limit is known; the quota's
-- window lasts from began_at to ends_at.
CREATE TABLE quotas (
    endpoint TEXT NOT NULL PRIMARY KEY,
    entity_type TEXT NOT NULL,
    ids_per_call INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    budget INTEGER,
    began_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    told_at TEXT NOT NULL
) STRICT;

CREATE TABLE readings (
    stream TEXT NOT NULL PRIMARY KEY,
    completed_at TEXT NOT NULL
) STRICT;
