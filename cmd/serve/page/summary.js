// A period in a few figures.

import { html, named } from "./dom.js";
import { hour, number, span } from "./words.js";

export function bigFigure(value, text, attributes = {}) {
	return html("div.big", { ...attributes }, html("b", value), html("span.soft", text));
}

function timeOfDay(value) {
	if (typeof value !== "number") return null;
	const names = [[5, "night"], [8, "early morning"], [12, "morning"], [17, "afternoon"], [22, "evening"], [24, "late evening"]];
	return names.find(([end]) => value < end)[1];
}

export function inShort(row) {
	const daytime = timeOfDay(row.busiest_hour);
	return html("section.bigs", { "aria-label": "In short", "data-chart": "summary" },
		bigFigure(number(row.minutes), `minutes of music, that is ${span(row.minutes * 60)}`),
		bigFigure(number(row.plays), "plays"),
		bigFigure(number(row.tracks), "different songs"),
		bigFigure(number(row.artists), "artists"),
		row.top_genre && bigFigure(named(row.top_genre, { class: "words" }), "most played genre"),
		row.longest_streak && bigFigure(number(row.longest_streak), `${row.longest_streak === 1 ? "day" : "days"} in a row with music`),
		daytime && bigFigure(hour(row.busiest_hour), `is your busiest hour, in the ${daytime}`));
}
