// node duckdb.mjs MODULES DATABASE MESSAGES [keys]
// Makes the six tables that store makes of saved tracks, in a DuckDB file: the newest message of a
// track, album or artist wins. The shape is given, so that DuckDB need not guess it; all is one
// transaction. With `keys` the tables have their primary keys, as store's have.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , modules, database, messages, keys] = process.argv;
const require = createRequire(`${modules}/`);
const { DuckDBInstance } = await import(pathToFileURL(require.resolve('@duckdb/node-api')));

const artists = 'STRUCT(id VARCHAR, name VARCHAR)[]';
const track = `STRUCT(
    id VARCHAR, added_at VARCHAR, place BIGINT, name VARCHAR, duration_ms INTEGER,
    explicit BOOLEAN, disc_number INTEGER, track_number INTEGER, popularity INTEGER, uri VARCHAR,
    external_ids STRUCT(isrc VARCHAR), artists ${artists},
    album STRUCT(id VARCHAR, name VARCHAR, album_type VARCHAR, release_date VARCHAR,
                 release_date_precision VARCHAR, total_tracks INTEGER, artists ${artists}))`;

const tables = {
    tracks: {
        columns: `id VARCHAR, name VARCHAR, album_id VARCHAR, duration_ms INTEGER,
                  explicit BOOLEAN, disc_number INTEGER, track_number INTEGER,
                  popularity INTEGER, isrc VARCHAR, uri VARCHAR, seen_at VARCHAR`,
        key: 'id',
        rows: `SELECT id, name, album.id, duration_ms, explicit, disc_number, track_number,
                      popularity, external_ids.isrc, uri, seen_at FROM newest`,
    },
    saved_tracks: {
        columns: 'track_id VARCHAR, added_at VARCHAR, place BIGINT, seen_at VARCHAR',
        key: 'track_id',
        rows: 'SELECT id, added_at, place, seen_at FROM newest',
    },
    track_artists: {
        columns: 'track_id VARCHAR, position INTEGER, artist_id VARCHAR',
        key: 'track_id, position',
        rows: `SELECT id, generate_subscripts(artists, 1) - 1, unnest(artists).id FROM newest`,
    },
    albums: {
        columns: `id VARCHAR, name VARCHAR, album_type VARCHAR, release_date VARCHAR,
                  release_date_precision VARCHAR, total_tracks INTEGER, seen_at VARCHAR`,
        key: 'id',
        rows: `SELECT id, name, album_type, release_date, release_date_precision, total_tracks,
                      seen_at FROM newest_album`,
    },
    album_artists: {
        columns: 'album_id VARCHAR, position INTEGER, artist_id VARCHAR',
        key: 'album_id, position',
        rows: `SELECT id, generate_subscripts(artists, 1) - 1, unnest(artists).id
               FROM newest_album`,
    },
    artists: {
        columns: 'id VARCHAR, name VARCHAR, seen_at VARCHAR',
        key: 'id',
        rows: `SELECT artist.id, arg_max(artist.name, seen_at), max(seen_at)
               FROM (SELECT unnest(artists) AS artist, seen_at FROM newest
                     UNION ALL SELECT unnest(artists), seen_at FROM newest_album)
               GROUP BY artist.id`,
    },
};

const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
const run = (sql) => connection.run(sql);

await run('SET preserve_insertion_order = false');
await run('BEGIN');
await run(`CREATE TEMP TABLE newest AS
    SELECT record.*, seen_at
    FROM (SELECT record, time_extracted AS seen_at
          FROM read_ndjson('${messages}', columns = {type: 'VARCHAR', stream: 'VARCHAR',
                           time_extracted: 'VARCHAR', record: '${track}'})
          WHERE type = 'RECORD' AND stream = 'saved_tracks'
          QUALIFY row_number() OVER (PARTITION BY record.id ORDER BY time_extracted DESC) = 1)`);
await run(`CREATE TEMP TABLE newest_album AS
    SELECT unnest(arg_max(album, seen_at)), max(seen_at) AS seen_at FROM newest GROUP BY album.id`);
for (const [name, { columns, key, rows }] of Object.entries(tables)) {
    await run(`CREATE TABLE ${name} (${columns}${keys ? `, PRIMARY KEY (${key})` : ''})`);
    await run(`INSERT INTO ${name} ${rows}`);
}
await run('COMMIT');
connection.closeSync();
instance.closeSync();
