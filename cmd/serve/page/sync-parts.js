// The parts of the view Sync: a phase with its bar, the figures of the library, the past syncs.

import { UNHEARD, freshId, html, quietButton, setAttribute, setText } from "./dom.js";
import { source } from "./source.js";
import { bigFigure } from "./summary.js";
import { briefMoment, capital, count, day, moment, number, sentence, span, state, toDate } from "./words.js";

const SIGNS = { Success: "✓", Failed: "✕", RateLimited: "⏸", Cancelled: "–", InProgress: "›" };

function progressWords(phase) {
	const total = phase.total_items;
	const done = phase.status === "Success" ? phase.items_processed ?? phase.current_offset : phase.current_offset;
	if (phase.status === "Success") return number(total ?? done ?? 0);
	if (typeof total === "number") return `${number(Math.min(done ?? 0, total))} of ${number(total)}`;
	return done ? number(done) : "";
}

function limitLine(phase) {
	const until = toDate(phase.rate_limit_reset_at);
	const seconds = until ? (until - Date.now()) / 1000 : 0;
	if (!until) return "Waits for a limit of Spotify's. What was read is kept.";
	return seconds > 0 ? `Spotify's limit ends in ${span(seconds)}, ${moment(phase.rate_limit_reset_at)}. What was read is kept.`
		: "The limit has ended: the next sync goes on.";
}

function secondLine(phase, isRunning) {
	if (phase.status === "RateLimited") return [limitLine(phase), "warn"];
	if (phase.status === "Failed") return [`${sentence(phase.last_error)} The next sync continues here.`, "bad"];
	if (phase.status !== "InProgress" || !isRunning) return ["", ""];
	const rate = phase.rate ? `${number(phase.rate)} per second` : "";
	const left = typeof phase.seconds_left === "number" ? `about ${span(phase.seconds_left)} left` : "";
	return [[rate, left].filter(Boolean).join(", "), "soft"];
}

export function phaseRow(title) {
	const id = freshId("phase");
	const sign = html("span.sign", UNHEARD);
	const bar = html("progress", { "aria-labelledby": id });
	const amount = html("span.amount");
	const word = html("span.soft.word");
	const second = html("p");
	const element = html("li.phase", sign, html("span.name", { id }, title), bar,
		html("span.numbers", amount, " ", word), second);
	return {
		element,
		update(phase, { running }) {
			const isRunning = running && phase.status === "InProgress";
			const hasTotal = typeof phase.total_items === "number" && phase.total_items > 0;
			const share = phase.status === "Success" ? 1 : hasTotal ? Math.min(1, (phase.current_offset ?? 0) / phase.total_items) : 0;
			if (isRunning && !hasTotal) bar.removeAttribute("value");
			else setAttribute(bar, "value", share);
			const stateWord = phase.status ? state(phase.status, running) : running ? "next" : "not started";
			setAttribute(bar, "aria-valuetext", [progressWords(phase), stateWord].filter(Boolean).join(", "));
			setText(sign, SIGNS[phase.status] ?? "");
			setText(amount, progressWords(phase));
			setText(word, stateWord);
			setAttribute(element, "data-state", phase.status ?? "none");
			const [text, kind] = secondLine(phase, running);
			setText(second, text);
			second.className = kind;
		},
	};
}

export function standingFigures(status) {
	const { details, saved, streaming_history: past } = status;
	const figureFor = (value, one, kind = `${one}s`) => value > 0 && bigFigure(number(value), count(value, one).replace(/^[^ ]+ /, ""), { "data-figure": kind });
	return [
		figureFor(details.tracks, "liked song", "tracks"),
		figureFor(saved.artists, "followed artist", "artists"),
		figureFor(saved.albums, "saved album", "albums"),
		figureFor(saved.playlists, "playlist"),
		figureFor(saved.shows, "show"),
		figureFor(saved.audiobooks, "audiobook"),
		past.plays > 0 && bigFigure(number(past.plays), `plays since ${day(past.first_at?.slice(0, 10))}`, { "data-figure": "plays" }),
	].filter(Boolean);
}

export function historyTable(history, most = 12) {
	const newest = [...history].reverse();
	const shown = newest.slice(0, most);
	const place = html("div");
	const numeric = (text) => html("th", { class: "n" }, text);
	place.append(html("table.history",
		html("caption.unseen", "Syncs, the newest first"),
		html("thead", html("tr", html("th", "Started"), html("th", "Kind"), html("th", "Result"), numeric("Took"), numeric("New"), numeric("Changed"), numeric("Requests"))),
		html("tbody", shown.map((sync) => html("tr",
			html("td", capital(briefMoment(sync.started_at))),
			html("td", capital(sync.kind)),
			html("td", capital(state(sync.status, false)), sync.last_error && html("span.by", sentence(sync.last_error))),
			html("td.n", typeof sync.seconds === "number" ? span(sync.seconds) : "–"),
			html("td.n", number(sync.new_items)),
			html("td.n", number(sync.updated_items)),
			html("td.n", number(sync.requests)))))));
	if (newest.length > most) {
		place.append(quietButton(`Show all ${number(newest.length)}`, () => place.replaceWith(historyTable(history, newest.length))));
	}
	return place;
}
