// A figure: a chart or a list with its heading, its explanation, its table, and a link to its CSV.

import { UNHEARD, advice, freshId, html, named, quietButton, showFailure, spotifyLink, unseen, withProperty } from "./dom.js";
import { source } from "./source.js";
import { WEEKDAYS, capital, day, hour, month, number, percent } from "./words.js";

const FEW = 10;
const MOST_ROWS = 500;

// What a row leads to, by the column whose text becomes the link.
function linkOf(row, column) {
	const isSong = row.track_id ?? row.id;
	const [kind, id] = {
		artist: ["artists", row.artist_id], album: ["albums", row.album_id],
		a: ["playlists", row.a_id], b: ["playlists", row.b_id],
		name: isSong ? [] : row.album_id ? ["albums", row.album_id] : ["artists", row.artist_id],
	}[column] ?? [];
	return id ? `#/library/${kind}/${id}` : null;
}

function textOf(value, column) {
	if (value === null || value === undefined) return "–";
	switch (column.name) {
		case "weekday": return WEEKDAYS[value];
		case "hour": case "busiest_hour": return hour(value);
		case "month": return month(value);
		default:
	}
	switch (column.type) {
		case "number": case "duration": return number(value);
		case "share": return percent(value);
		case "time": return day(value);
		default: return String(value);
	}
}

function cellContent(row, column) {
	const text = textOf(row[column.name], column);
	if (column.type !== "text") return text;
	const link = linkOf(row, column.name);
	return link ? html("a", { href: link, dir: "auto" }, text) : named(text);
}

function songCell(row, columns) {
	const name = columns.find((column) => column.name === "name");
	const artist = columns.find((column) => column.name === "artist");
	const uri = row.uri ?? (row.track_id ?? row.id ? `spotify:track:${row.track_id ?? row.id}` : null);
	const link = !row.album_id && spotifyLink(uri, named(row.name), { title: "Open in Spotify" });
	return html("td.song", link || cellContent(row, name),
		artist && html("span.by", cellContent(row, artist)));
}

// The rows as a table. `bar` names the column whose share of its largest value is drawn.
export function table(caption, columns, rows, { bar = null, numbered = false } = {}) {
	const hasSong = columns.some(({ name }) => name === "name") && columns.some(({ name }) => name === "artist");
	const shown = columns.filter(({ name, type }) => type !== "id" && name !== "ids" && !(hasSong && name === "artist"));
	const most = bar && Math.max(...rows.map((row) => row[bar]), 1);
	const isNumber = ({ type }) => ["number", "duration", "share"].includes(type);
	const cell = (row, column) => {
		if (hasSong && column.name === "name") return songCell(row, columns);
		return html("td", { class: isNumber(column) ? "n" : null }, cellContent(row, column));
	};
	const barCell = (row) => html("td.share", UNHEARD,
		withProperty(html("span.bar"), "--share", row[bar] / most));
	return html("table",
		html("caption.unseen", caption),
		html("thead", html("tr",
			numbered && html("th", { class: "n rank" }, unseen("Rank")),
			shown.map((column) => [
				column.name === bar && html("td", UNHEARD),
				html("th", { class: isNumber(column) ? "n" : null }, capital(column.title)),
			]).flat())),
		html("tbody", rows.map((row, index) => html("tr",
			numbered && html("td.n.rank", number(index + 1)),
			shown.map((column) => [column.name === bar && barCell(row), cell(row, column)]).flat()))));
}

function listed(title, columns, rows, options) {
	const place = html("div.scroll", table(title, columns, rows.slice(0, options.few ?? FEW), options));
	if (rows.length <= (options.few ?? FEW)) return place;
	// They scroll in the room of the first ones, so that nothing on the page moves away.
	const all = rows.length === MOST_ROWS ? "the first" : "all";
	const more = quietButton(`Show ${all} ${number(rows.length)}`, () => {
		const list = region(title, table(title, columns, rows, options));
		withProperty(list, "--room", `${place.offsetHeight}px`);
		place.replaceWith(list);
		more.remove();
		list.focus({ preventScroll: true });
	});
	return html("div", place, more);
}

function region(title, ...children) {
	return html("div.scroll.fold", { tabindex: "0", role: "region", "aria-label": `Table of “${title}”` }, children);
}

function folded(title, columns, rows) {
	const place = region(title);
	return html("details", { ontoggle: () => place.firstChild ?? place.append(table(title, columns, rows)) },
		html("summary", "Table", unseen(` of “${title}”`)), place);
}

function csvLink(title, name, parameters, answer) {
	return html("a.csv", { href: source.csv(name, parameters, answer), download: `${name}.csv` },
		"CSV", unseen(` of “${title}”`));
}

// A section for the chart `name`. The form has: draw(rows, columns), for a chart with its table folded below it, or
// `bar`, `numbered` and `few` for a list; explain, a sentence or a function of the rows; empty, what is said where there
// are no rows; wide.
export function figure(name, title, parameters, form, signal) {
	const id = freshId("figure");
	const place = html("div.place", { "aria-busy": "true" }, html("p.soft", "Loading …"));
	const explanation = html("p.soft.explain");
	const heading = html("div.heading", html("h2", { id }, title));
	const section = html("section", { class: `figure${form.wide ? " wide" : ""}`, "aria-labelledby": id, "data-chart": name },
		heading, explanation, place);
	const show = (...parts) => {
		place.removeAttribute("aria-busy");
		place.replaceChildren(...parts);
	};
	source.get(`charts/${name}`, form.draw ? parameters : { limit: MOST_ROWS, ...parameters }, signal).then((answer) => {
		const { columns } = answer;
		const rows = form.draw ? answer.rows : answer.rows.slice(0, MOST_ROWS);
		explanation.textContent = typeof form.explain === "function" ? form.explain(rows) : form.explain ?? "";
		if (rows.length === 0) {
			explanation.textContent = "";
			return show(advice(form.empty ?? "There is nothing to show."));
		}
		heading.append(csvLink(title, name, parameters, answer));
		if (!form.draw) return show(listed(title, columns, rows, form));
		return show(form.draw(rows, columns), folded(title, columns, rows));
	}).catch((error) => showFailure(place, error));
	return section;
}
