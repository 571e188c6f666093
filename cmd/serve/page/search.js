// What is found in songs, artists, albums and playlists at once.

import { advice, announce, by, html, named, showFailure, spotifyLink } from "./dom.js";
import { KINDS } from "./library.js";
import { source } from "./source.js";
import { count } from "./words.js";

const LEADS = {
	tracks: (row) => spotifyLink(row.uri ?? `spotify:track:${row.id}`, named(row.name), { title: "Open in Spotify" }),
	artists: (row) => html("a", { href: `#/library/artists/${row.id}` }, named(row.name)),
	albums: (row) => html("a", { href: `#/library/albums/${row.id}` }, named(row.name)),
	playlists: (row) => html("a", { href: `#/library/playlists/${row.id}` }, named(row.name)),
};

function found(kind, rows, query) {
	return html("section.found",
		html("h2", KINDS[kind].title),
		html("ul", rows.map((row) => html("li", LEADS[kind](row) ?? named(row.name),
			row.removed_at && html("span.note", "removed"),
			by(row.artists ?? row.owner_id)))),
		html("a.all", { href: `#/library/${kind}?q=${encodeURIComponent(query)}` }, `All ${KINDS[kind].title.toLowerCase()} with “`, named(query), "”"));
}

export function showSearch(main, route, signal) {
	const place = html("div.figures-of-all");
	let abort = null;
	main.append(html("h1", "Search"), place);

	async function read(query) {
		abort?.abort();
		abort = new AbortController();
		place.setAttribute("aria-busy", "true");
		if (!query) {
			place.removeAttribute("aria-busy");
			place.replaceChildren(advice("Type the name of a song, an artist, an album or a playlist. Accents and capitals make no difference."));
			return;
		}
		try {
			const answer = await source.get("search", { q: query }, abort.signal);
			const kinds = Object.keys(LEADS).filter((kind) => answer[kind]?.length > 0);
			place.removeAttribute("aria-busy");
			place.replaceChildren(...kinds.map((kind) => found(kind, answer[kind], query)));
			if (kinds.length === 0) place.replaceChildren(advice("Nothing has this name. Try fewer letters."));
			announce(kinds.length === 0 ? "Nothing found." : `Found ${kinds.map((kind) => count(answer[kind].length, KINDS[kind].one)).join(", ")}.`);
		} catch (error) {
			showFailure(place, error);
		}
	}
	signal.addEventListener("abort", () => abort?.abort());
	read(route.parameters.get("q") ?? "");
	return { update: (parameters) => read(parameters.get("q") ?? "") };
}
