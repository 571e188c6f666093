// The page that opens a report: a year in a few figures.

import { advice, by, html, named } from "./dom.js";
import { source } from "./source.js";
import { inShort } from "./summary.js";
import { count, monthOnly } from "./words.js";

function topFive(title, rows, words) {
	return html("section.five", html("h2", title),
		html("ol", rows.slice(0, 5).map((row) => html("li",
			named(row.name, { class: "strong" }),
			by(row.artist),
			html("span.soft", words(row))))));
}

function songsOfTheMonths(rows) {
	return html("section", html("h2.month-songs-title", "The song of each month"),
		html("ol.month-songs", rows.map((row) => html("li",
			html("span.soft", monthOnly(Number(row.month.slice(5)))),
			named(row.name, { class: "strong" }), by(row.artist),
			html("span.soft", count(row.plays, "play"))))));
}

// The page that opens a report.
export async function showYear(main, route, signal) {
	const { year, owner } = source.about;
	const period = { from: `${year}-01-01`, to: `${year}-12-31` };
	const rows = async (name) => (await source.get(`charts/${name}`, { ...period, by: "time" }, signal)).rows;
	const [summary] = await rows("summary");
	main.append(html("h1.year-title", owner ? named(`${owner}'s ${year}`) : `${year} in music`));
	if (!summary?.plays) {
		main.append(advice(`No play of ${year} is known. Import the streaming history that Spotify sends you, and make the report again.`));
		return;
	}
	const minutes = (row) => count(row.minutes, "minute");
	const months = await rows("song-of-each-month");
	main.append(inShort(summary), html("div.fives",
		topFive("Artists", await rows("top-artists"), minutes),
		topFive("Songs", await rows("top-tracks"), minutes),
		topFive("Albums", await rows("top-albums"), minutes)),
		months.length > 0 && songsOfTheMonths(months));
}
