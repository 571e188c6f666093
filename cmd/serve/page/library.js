// The library as tables: songs, albums, artists, playlists, shows, episodes and audiobooks.

import { html, named, setText, spotifyLink } from "./dom.js";
import { Grid } from "./grid.js";
import { source } from "./source.js";
import { watchStanding } from "./standing.js";
import { count, day, number, playingTime } from "./words.js";

function note(text) {
	return html("span.note", text);
}

function nameCell(row, ...notes) {
	return [named(row.name), notes.filter(Boolean).map(note)].flat();
}

function goneNote(row) {
	return row.removed_at ? `removed ${day(row.removed_at)}` : null;
}

function to(kind, id, text) {
	return id ? html("a", { href: `#/library/${kind}/${id}`, dir: "auto" }, text ?? "(no name)") : named(text);
}

const WIDE = "minmax(0, 2fr)";

const NAME = (cell) => ({ name: "name", title: "Name", width: "minmax(0, 3fr)", cell });
const ADDED = { name: "added_at", title: "Added", width: "8rem", from: 44, fallsFirst: true, cell: (row) => day(row.added_at) };
const LENGTH = { name: "duration_ms", title: "Length", width: "4.5rem", isNumber: true, cell: (row) => playingTime(row.duration_ms) };
const POPULARITY = { name: "popularity", title: "Popularity", width: "6.5rem", from: 72, isNumber: true, fallsFirst: true, cell: (row) => number(row.popularity) };
const OPEN = { name: "open", title: "", label: "Open in Spotify", width: "2.5rem", isNumber: true, cell: (row) => spotifyLink(row.uri, "↗", { "aria-label": `Open ${row.name ?? "it"} in Spotify` }) };

function numberColumn(name, title, width, from) {
	return { name, title, width, from, isNumber: true, fallsFirst: true, cell: (row) => number(row[name]) };
}

function textColumn(name, title, width, from) {
	return { name, title, width, from, cell: (row) => named(row[name] ?? "–") };
}

const ARTISTS = textColumn("artists", "Artists", WIDE, 44);

export const SONG_COLUMNS = [
	NAME((row) => nameCell(row, row.explicit ? "explicit" : null, goneNote(row), row.unavailable ? "gone from Spotify" : null)),
	ARTISTS,
	{ name: "album", title: "Album", width: WIDE, from: 60, cell: (row) => to("albums", row.album_id, row.album) },
	ADDED, POPULARITY, LENGTH, OPEN,
];

const spoken = (...columns) => [NAME((row) => nameCell(row, goneNote(row))), ...columns, ADDED, OPEN];

export const KINDS = {
	tracks: { title: "Songs", one: "song", sort: "-added_at", second: (row) => row.artists, columns: SONG_COLUMNS },
	albums: {
		title: "Albums", one: "album", sort: "name", second: (row) => row.artists,
		columns: [
			{ ...NAME((row) => [to("albums", row.id, row.name), row.saved ? note("saved") : null, goneNote(row) && note(goneNote(row))]) },
			ARTISTS,
			{ name: "release_date", title: "Released", width: "6.5rem", from: 44, fallsFirst: true, cell: (row) => row.release_date ?? "–" },
			textColumn("label", "Label", "minmax(0, 1.5fr)", 72),
			numberColumn("saved_tracks", "Your songs", "7rem"),
			OPEN,
		],
	},
	artists: {
		title: "Artists", one: "artist", sort: "-saved_tracks", second: (row) => row.genres,
		columns: [
			NAME((row) => [to("artists", row.id, row.name), row.followed ? note("followed") : null]),
			textColumn("genres", "Genres", WIDE, 44),
			{ ...POPULARITY, from: 60 },
			numberColumn("followers", "Followers", "7rem", 60),
			numberColumn("saved_tracks", "Your songs", "7rem"),
			OPEN,
		],
	},
	playlists: {
		title: "Playlists", one: "playlist", sort: "name", second: (row) => row.owner_id,
		columns: [
			NAME((row) => [to("playlists", row.id, row.name), goneNote(row) && note(goneNote(row)), row.collaborative ? note("collaborative") : null]),
			textColumn("owner_id", "Owner", "minmax(0, 1fr)", 44),
			numberColumn("total_items", "Items", "5rem"),
			OPEN,
		],
	},
	shows: { title: "Shows", one: "show", sort: "name", second: (row) => row.publisher, columns: spoken(textColumn("publisher", "Publisher", WIDE, 44)) },
	episodes: { title: "Episodes", one: "episode", sort: "-added_at", second: (row) => row.show, columns: spoken(textColumn("show", "Show", WIDE, 44)) },
	audiobooks: { title: "Audiobooks", one: "audiobook", sort: "name", second: (row) => row.authors, columns: spoken(textColumn("authors", "Authors", WIDE, 44)) },
};

export function marked(row) {
	return row.removed_at || row.unavailable ? "gone" : "";
}

export function kindTabs(current) {
	return html("nav.tabs", { "aria-label": "Kinds" }, html("ul", Object.entries(KINDS).map(([kind, { title }]) =>
		html("li", html("a", { href: `#/library/${kind}`, "aria-current": kind === current ? "page" : null }, title)))));
}

function sortChoice(kind, sort, onchange) {
	const names = kind.columns.filter((column) => column.title);
	const choice = html("select", { "aria-label": "Sort by", class: "sort-choice" }, names.map((column) => {
		const down = column.fallsFirst ? "-" : "";
		return html("option", { value: `${down}${column.name}`, selected: sort === `${down}${column.name}` }, `Sort by ${column.title.toLowerCase()}`);
	}));
	choice.addEventListener("change", () => onchange(choice.value));
	return choice;
}

function emptyText(kind, query) {
	if (query) return `No ${kind.one} matches “${query}”. Try fewer letters: accents and capitals make no difference.`;
	return source.isReport ? `There are no ${kind.one}s in this library.`
		: `There are no ${kind.one}s yet. Start a sync in the view Sync: it reads all that your account has.`;
}

export function showLibrary(main, route, signal) {
	const name = route.path[1] ?? "tracks";
	const kind = KINDS[name];
	let query = route.parameters.get("q") ?? "";
	let sort = route.parameters.get("sort") ?? kind.sort;
	const total = html("p.soft.total", { role: "status" });
	const empty = html("p.empty", { hidden: true });
	const prompt = `Search ${kind.title.toLowerCase()}`;
	const filter = html("input", { type: "search", value: query, placeholder: prompt, "aria-label": prompt, spellcheck: "false" });
	const grid = new Grid({
		label: kind.title, columns: kind.columns, sort, second: kind.second, marked, signal,
		load: (offset, limit, abort) => source.get(`library/${name}`, { q: query, sort, offset, limit }, abort),
		onSort: (next) => change({ sort: next }),
		onTotal: (found) => {
			setText(total, count(found, kind.one) + (query ? ` with “${query}”` : ""));
			setText(empty, emptyText(kind, query));
			empty.hidden = found > 0;
			grid.element.hidden = found === 0;
		},
	});
	const read = (options) => grid.reload(options).catch((error) => {
		if (error.name === "AbortError") return;
		setText(empty, error.message);
		empty.hidden = false;
		grid.element.hidden = true;
		grid.element.removeAttribute("aria-busy");
	});

	function change(next) {
		query = next.q ?? query;
		sort = next.sort ?? sort;
		grid.sort = sort;
		route.replace({ q: query || null, sort: sort === kind.sort ? null : sort });
		read();
	}

	let timer = 0;
	filter.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(() => change({ q: filter.value.trim() }), 120);
	});
	main.append(html("h1", kind.title), kindTabs(name),
		html("div.tools", filter, sortChoice(kind, sort, (value) => change({ sort: value })), total),
		grid.element, empty);
	main.classList.add("tall");
	refreshAfterSync(signal, () => read({ keepPlace: true }));
	return read();
}

// Calls the function when the library that is shown became another one, but not while a sync runs.
export function refreshAfterSync(signal, refresh) {
	let last = null;
	watchStanding(({ status, failure }) => {
		if (failure || !status || status.busy) return;
		if (last !== null && last !== status.edition) refresh();
		last = status.edition;
	}, signal);
}
