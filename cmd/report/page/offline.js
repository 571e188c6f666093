// In a report the views get their data from the file itself: these functions take the places of those that ask a server.

import { source } from "./source.js";
import { showYear } from "./year.js";

const DATA = JSON.parse(document.getElementById("data").textContent);

function fold(text) {
	return String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function wordsOf(text) {
	return fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

// Whether each word that is looked for begins one of the row's.
function matches(row, looked) {
	const words = wordsOf([row.name, row.artists, row.album, row.publisher, row.show, row.authors].filter(Boolean).join(" "));
	return looked.every((word) => words.some((other) => other.startsWith(word)));
}

function lookFor(rows, query) {
	const looked = wordsOf(query);
	return query ? rows.filter((row) => looked.length > 0 && matches(row, looked)) : rows;
}

function inOrder(rows, sort) {
	const column = sort.replace("-", "");
	const direction = sort.startsWith("-") ? -1 : 1;
	const keys = new Map(rows.map((row) => [row, typeof row[column] === "string" ? fold(row[column]) : row[column] ?? null]));
	const compare = (a, b) => {
		if (a === b) return 0;
		if (a === null || b === null) return a === null ? 1 : -1;
		return (a < b ? -1 : 1) * direction;
	};
	return [...rows].sort((a, b) => compare(keys.get(a), keys.get(b)));
}

let lastList = { key: "", rows: [] };

function shownRows(kind, { q = "", sort = "" }) {
	const key = JSON.stringify([kind, q, sort]);
	if (lastList.key !== key) {
		const rows = lookFor(DATA.library[kind], q);
		lastList = { key, rows: sort ? inOrder(rows, sort) : rows };
	}
	return lastList.rows;
}

function part(rows, { offset = 0, limit = 100 }) {
	return { total: rows.length, offset, items: rows.slice(offset, offset + limit) };
}

function missing() {
	return new Error("This report does not have it.");
}

function chartAnswer(name, { from, to, by = "plays" }) {
	const insight = DATA.insights[name];
	if (insight) return insight;
	const period = from && to && from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : "all";
	const charts = DATA.periods[period];
	return charts?.[`${name}?by=${by}`] ?? charts?.[name];
}

function songsOf(kind, id) {
	if (kind === "albums") return DATA.library.tracks.filter((track) => track.album_id === id);
	return (DATA.artist_songs[id] ?? []).map((place) => DATA.library.tracks[place]);
}

function answer(path, parameters) {
	const [kind, name] = path.split("/");
	switch (kind) {
		case "library": return part(shownRows(name, parameters), parameters);
		case "charts": return name ? chartAnswer(name, parameters) : DATA.charts;
		case "changes": return part(DATA.changes, parameters);
		case "session": return DATA.session;
		case "sync": return DATA[name];
		case "search":
			return Object.fromEntries(["tracks", "artists", "albums", "playlists"].map((list) =>
				[list, lookFor(DATA.library[list], parameters.q).slice(0, 20)]));
		case "playlists": {
			const playlist = DATA.library.playlists.find((row) => row.id === name);
			return playlist && { playlist, ...part(DATA.playlist_items[name] ?? [], parameters) };
		}
		case "albums": case "artists": {
			const thing = DATA.library[kind].find((row) => row.id === name);
			return thing && { [kind.slice(0, -1)]: thing, tracks: songsOf(kind, name) };
		}
		default: return undefined;
	}
}

// A text that a spreadsheet would run as a formula gets an apostrophe.
function csvField(value) {
	const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
	return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}

Object.assign(source, {
	isReport: true,
	home: { name: "year", title: DATA.about.year, show: showYear },
	about: DATA.about,
	spans: { year: DATA.about.year },

	async get(path, parameters = {}) {
		const found = answer(path, parameters);
		if (found === undefined) throw missing();
		return found;
	},

	async getIfChanged() {
		return { value: DATA.status, tag: null };
	},

	csv(name, parameters, { columns, rows }) {
		const names = columns.map((column) => column.name);
		const lines = [names, ...rows.map((row) => names.map((key) => row[key]))];
		return URL.createObjectURL(new Blob([lines.map((line) => `${line.map(csvField).join(",")}\r\n`).join("")], { type: "text/csv" }));
	},

	periods() {
		return [...DATA.about.years.map((year) => [year, year]), ["all", "All"]];
	},
});
