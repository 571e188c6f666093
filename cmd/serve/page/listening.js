// What was played: for any period, by plays or by time.

import { advice, html, showFailure } from "./dom.js";
import { showCharts } from "./insights.js";
import { calendar, clockFace, columns } from "./marks.js";
import { source } from "./source.js";
import { inShort } from "./summary.js";
import { count, dayInFull, localDay, month, zone } from "./words.js";

function periodOf(name, parameters) {
	const today = new Date();
	const year = today.getFullYear();
	const whole = (value) => ({ from: `${value}-01-01`, to: `${value}-12-31` });
	if (/^\d{4}$/.test(name)) return whole(name);
	switch (name) {
		case "all": return {};
		case "last-year": return whole(year - 1);
		case "weeks": {
			const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 27);
			return { from: localDay(first), to: localDay(today) };
		}
		case "own": return { from: parameters.get("from"), to: parameters.get("to") };
		default: return whole(year);
	}
}

const PRESETS = [["this-year", "This year"], ["last-year", "Last year"], ["weeks", "Last 4 weeks"], ["all", "All"]];

function choices(label, options, current, onchoose) {
	const name = label.toLowerCase();
	return html("fieldset.choices", html("legend.unseen", label),
		options.map(([value, text]) => html("label",
			html("input", { type: "radio", name, value, checked: value === current, onchange: () => onchoose(value) }),
			html("span", text))));
}

function ownPeriod(parameters, onchoose) {
	const field = (name, text) => html("label", html("span", text),
		html("input", { type: "date", name, value: parameters.get(name) ?? "" }));
	const form = html("form.own-period", field("from", "from"), field("to", "to"),
		html("button", { type: "submit" }, "Show"));
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		const { from, to } = Object.fromEntries(new FormData(form));
		onchoose({ period: "own", from: from || null, to: to || null });
	});
	return form;
}

function formsFor(by) {
	const value = by === "time" ? (row) => row.minutes : (row) => row.plays;
	const words = (row) => `${count(row.plays, "play")}, ${count(row.minutes, "minute")}`;
	const ranking = { bar: by === "time" ? "minutes" : "plays", numbered: true, parameters: { by, limit: 100 } };
	return {
		summary: null,
		"top-artists": ranking,
		clock: {
			draw: (rows) => clockFace(rows, { value, words, hint: `In your time zone, ${zone}.` }),
		},
		months: {
			draw: (rows) => columns(rows, {
				label: `${by === "time" ? "Minutes" : "Plays"} by month`, value, tick: (row) => row.month,
				words: (row) => `${month(row.month)}: ${words(row)}`, hint: by === "time" ? "Minutes of music." : "Plays.",
			}),
		},
		"top-tracks": { ...ranking, explain: "A recording that has several ids at Spotify counts as one." },
		"top-albums": ranking,
		calendar: {
			wide: true,
			draw: (rows) => {
				const days = rows.filter((row) => row.plays > 0).length;
				const holes = rows.some((row) => row.hole === 1);
				return calendar(rows, {
					label: `${count(days, "day")} with music, from ${dayInFull(rows[0].day)} to ${dayInFull(rows[rows.length - 1].day)}`,
					value, words,
					hint: holes ? "Dashed days: nothing was recorded then. Spotify's streaming history fills them." : "The darker, the more you listened.",
				});
			},
		},
		"song-of-each-month": { few: 12 },
		"new-artists": {
			draw: (rows) => columns(rows, {
				label: "Artists first heard, by month", value: (row) => row.artists, tick: (row) => row.month,
				words: (row) => `${month(row.month)}: ${count(row.artists, "new artist")}`, hint: "Artists that you heard for the first time.",
			}),
		},
		"first-listens": {},
		streaks: { explain: "Days in a row with at least one play." },
		sessions: { explain: "Plays with no longer pause than half an hour between them." },
		skips: { empty: "Nothing was skipped, or the plays do not say so." },
		holes: { empty: "There are no holes in this period.", explain: "Days without any record. They say nothing about what you played." },
	};
}

function noListens() {
	return html("div.advice",
		html("h2", "No plays are known yet"),
		html("p", "Spotify keeps all that you ever played, and sends it to you on request:"),
		html("ol",
			html("li", "Ask for the “Extended streaming history” in your account's privacy settings at Spotify."),
			html("li", "When its zip has come, run ", html("code", "spotify-sync import my_spotify_data.zip"), "."),
			html("li", "Run ", html("code", "spotify-sync schedule"), " once: it keeps what you play from now on.")),
		html("p.soft", "This view fills in once there are plays in the database."));
}

export async function showListening(main, route, signal) {
	const periods = source.periods?.() ?? PRESETS;
	const chosen = route.parameters.get("period") ?? periods[0][0];
	const by = route.parameters.get("by") === "time" ? "time" : "plays";
	const choose = (next) => route.replace({ ...Object.fromEntries(route.parameters), ...next }, true);
	const preset = (period) => choose({ period, from: null, to: null });
	const place = html("div.figures-of-all");
	const summary = html("div.summary-place");
	main.append(html("h1", "Listening"));
	const session = await source.get("session", {}, signal);
	if (!session.has_listens) return main.append(noListens());
	main.append(html("div.tools",
		choices("Period", periods, chosen, preset),
		source.isReport ? null : ownPeriod(route.parameters, choose),
		choices("Order", [["plays", "By plays"], ["time", "By time"]], by, (value) => choose({ by: value }))), summary, place);
	const parameters = { ...periodOf(chosen, route.parameters), zone };
	try {
		const { rows } = await source.get("charts/summary", parameters, signal);
		// Nothing this year, where nobody chose it: show all there is.
		if (!rows[0]?.plays && !route.parameters.has("period")) return preset("all");
		summary.replaceChildren(rows[0]?.plays ? inShort(rows[0])
			: advice("Nothing was played in this period. Choose another, or import your streaming history."));
		if (rows[0]?.plays) await showCharts(place, "listening", formsFor(by), parameters, signal, "Nothing was played in this period.");
	} catch (error) {
		showFailure(place, error);
	}
	return null;
}

