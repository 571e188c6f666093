// A playlist with its items, an artist or an album with its songs.

import { advice, html, named, setText, spotifyLink } from "./dom.js";
import { Grid } from "./grid.js";
import { KINDS, SONG_COLUMNS, kindTabs, marked } from "./library.js";
import { source } from "./source.js";
import { count, day, dayInFull, number } from "./words.js";

const ITEM_KINDS = { episode: "episode", local: "local file", unavailable: "gone from Spotify" };

const ITEM_COLUMNS = [
	{ name: "position", title: "#", width: "3.5rem", from: 44, isNumber: true, cell: (row) => number(row.position + 1) },
	{ ...SONG_COLUMNS[0], cell: (row) => [named(row.name), ITEM_KINDS[row.kind] ? html("span.note", ITEM_KINDS[row.kind]) : null] },
	...SONG_COLUMNS.slice(1).filter((column) => column.name !== "popularity"),
];

function facts(...texts) {
	return html("p.soft", texts.filter(Boolean).join(" · "));
}

function albumFacts(album) {
	return facts(album.artists, album.release_date && `released ${album.release_date}`, album.label,
		album.total_tracks && count(album.total_tracks, "track"), album.saved && "saved",
		album.removed_at && `removed ${dayInFull(album.removed_at)}`);
}

function artistFacts(artist) {
	return facts(artist.genres, artist.followers && count(artist.followers, "follower"), artist.followed && "followed");
}

function playlistFacts(playlist) {
	return facts(playlist.owner_id && `by ${playlist.owner_id}`, count(playlist.total_items ?? 0, "item"),
		playlist.collaborative && "collaborative", playlist.removed_at && `removed ${day(playlist.removed_at)}`);
}

const DETAILS = { playlists: ["playlist", playlistFacts], albums: ["album", albumFacts], artists: ["artist", artistFacts] };

function sorted(rows, sort) {
	const column = sort.replace("-", "");
	const direction = sort.startsWith("-") ? -1 : 1;
	const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a ?? "").localeCompare(String(b ?? "")));
	return [...rows].sort((a, b) => direction * compare(a[column], b[column]));
}

function songGrid(label, tracks, signal) {
	let shown = tracks;
	const grid = new Grid({
		label, columns: SONG_COLUMNS, second: (row) => row.artists, marked, signal,
		load: async (offset, limit) => ({ total: shown.length, items: shown.slice(offset, offset + limit) }),
		onSort: (sort) => {
			shown = sorted(tracks, sort);
			grid.reload();
		},
	});
	return grid;
}

function itemGrid(label, id, signal) {
	return new Grid({
		label, columns: ITEM_COLUMNS, signal,
		second: (row) => row.artists,
		marked: (row) => (row.kind === "unavailable" ? "gone" : ""),
		load: (offset, limit, abort) => source.get(`playlists/${id}`, { offset, limit }, abort),
	});
}

export async function showDetail(main, route, signal) {
	const [, kind, id] = route.path;
	const [one, describe] = DETAILS[kind];
	const heading = html("h1", { dir: "auto" }, "…");
	main.append(heading, kindTabs(kind));
	main.classList.add("tall");
	try {
		const answer = await source.get(`${kind}/${id}`, kind === "playlists" ? { limit: 1 } : {}, signal);
		const thing = answer[one];
		const name = thing.name || "(no name)";
		setText(heading, name);
		route.title(name);
		const rows = kind === "playlists" ? answer.total : answer.tracks.length;
		main.append(html("div.facts", describe(thing),
			spotifyLink(thing.uri ?? `spotify:${one}:${id}`, "Open in Spotify", { class: "button" })));
		if (rows === 0) {
			main.append(advice(kind === "playlists"
				? "No item of this playlist is known. Either it is empty, or Spotify does not show its items to this app."
				: `None of your songs is by or on this ${one}.`));
			return;
		}
		const grid = kind === "playlists" ? itemGrid(name, id, signal) : songGrid(name, answer.tracks, signal);
		main.append(grid.element);
		await grid.reload();
	} catch (error) {
		if (error.name === "AbortError") return;
		setText(heading, KINDS[kind].title);
		main.append(advice(error.message));
	}
}
