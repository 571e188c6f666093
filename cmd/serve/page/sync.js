// How the sync stands: what runs, how far it is, which limit it waits for, and what to do.

import { announce, html, setAttribute, setText } from "./dom.js";
import { historyTable, phaseRow, standingFigures } from "./sync-parts.js";
import { source } from "./source.js";
import { askNow, watchStanding } from "./standing.js";
import { PHASES, count, dayInFull, hourAndMinute, moment, number, percent, sentence, span, state, toDate } from "./words.js";

function lastLimit(status) {
	return Object.values(status.phases).map((phase) => phase.status === "RateLimited" && phase.rate_limit_reset_at)
		.filter(Boolean).sort().pop();
}

function runningWords(status) {
	const left = Object.values(status.phases).map((phase) => phase.seconds_left).filter((value) => typeof value === "number");
	const rest = left.length > 0 ? `, about ${span(Math.max(...left))} left in this part` : "";
	return `since ${hourAndMinute(status.started_at)}${rest}`;
}

function limitWords(status) {
	const until = lastLimit(status);
	if (!until) return "A limit of Spotify's was reached. Sync again later: it continues where it stopped.";
	return toDate(until) > Date.now()
		? `Spotify's limit ends ${moment(until)}. Sync again then: it continues where it stopped.`
		: "The limit has ended. Sync now to continue where it stopped.";
}

function headline(status) {
	if (source.isReport) {
		return [status.sync_history_id === null ? "Never synced" : `Sync: ${state(status.status, false)}`,
			status.started_at ? `The last sync before this report began ${moment(status.started_at)}.` : ""];
	}
	if (status.busy && status.status !== "InProgress") return ["Syncing", "A sync begins or ends, or an import runs."];
	if (status.sync_history_id === null) {
		return ["Nothing is synced yet", sentence(status.sign_in?.error) || "Sync to read your library. The first sync reads everything; later ones read what changed."];
	}
	const ended = status.completed_at ? moment(status.completed_at) : "";
	switch (status.status) {
		case "InProgress": return status.busy ? ["Syncing", runningWords(status)]
			: ["Interrupted", "The last sync stopped before its end. Sync now to continue it; nothing is lost."];
		case "Success": return ["Up to date", `Synced ${ended}: ${number(status.new_items)} new, ${number(status.updated_items)} changed.`];
		case "RateLimited": return ["Waiting for a limit", limitWords(status)];
		case "Cancelled": return ["Cancelled", "Sync now to continue where it stopped; nothing is lost."];
		default: return ["The last sync failed", `${sentence(status.last_error)} ${adviceFor(status)}`];
	}
}

function adviceFor(status) {
	const text = status.last_error ?? "";
	if (/sign(ed)?[ -]in|login|token|allowed/i.test(text)) return "Run “spotify-sync login” in a terminal, then sync again.";
	if (/disk|space|database/i.test(text)) return "Make room or give access, then sync again: it continues where it stopped.";
	return "Sync again: it continues where it stopped, and nothing is lost.";
}

function signInWords(signIn) {
	if (!signIn) return null;
	if (signIn.error) return [sentence(signIn.error), "warn"];
	if (signIn.given_token) return ["The token in SPOTIFY_ACCESS_TOKEN is used.", ""];
	const who = signIn.display_name ?? signIn.user_id ?? signIn.account;
	if (typeof signIn.days_left !== "number") return [`Signed in as ${who}.`, ""];
	const lacks = signIn.missing_scopes?.length > 0 ? " It lacks permissions: “spotify-sync login” asks for them." : "";
	const soon = signIn.days_left <= 14;
	return [`Signed in as ${who} until ${dayInFull(signIn.ends_on)}, ${count(signIn.days_left, "day")} from now.` +
		(soon ? " Run “spotify-sync login” to sign in again." : "") + lacks, soon || lacks ? "warn" : ""];
}

function detailWords(details) {
	if (!details?.tracks) return "";
	const whole = `${number(details.described)} of ${count(details.tracks, "song")} have all details (${percent(Math.floor(1000 * details.described / details.tracks) / 1000)}).`;
	const pending = [details.pending_artists && count(details.pending_artists, "artist"), details.pending_albums && count(details.pending_albums, "album")].filter(Boolean).join(" and ");
	if (!pending) return whole;
	const when = details.complete_at ? ` At the current quota, all will be there by ${dayInFull(details.complete_at)}.` : " The next sync requests them.";
	return `${whole} Pending: ${pending}, ${count(details.calls_left, "call")}.${when}`;
}

function actions(say) {
	const start = html("button", { class: "go" }, "Sync now");
	const cancel = html("button", { hidden: true }, "Cancel");
	const full = html("input", { type: "checkbox" });
	const wait = html("input", { type: "checkbox" });
	const choices = html("div.checks", html("label", full, "Read everything again"), html("label", wait, "Wait for limits"));
	const act = (button, path, body) => async () => {
		setAttribute(button, "aria-disabled", "true");
		say("");
		try {
			await source.post(path, body());
			await askNow();
		} catch (error) {
			say(sentence(error.message));
		}
		setAttribute(button, "aria-disabled", null);
	};
	start.addEventListener("click", act(start, "sync", () => ({ full: full.checked, wait: wait.checked })));
	cancel.addEventListener("click", act(cancel, "sync/cancel", () => ({})));
	return {
		element: html("div.actions", choices, start, cancel),
		update(isRunning) {
			const hadFocus = [start, cancel].includes(document.activeElement);
			start.hidden = isRunning;
			choices.hidden = isRunning;
			cancel.hidden = !isRunning;
			if (hadFocus) (isRunning ? cancel : start).focus();
		},
	};
}

// One sentence when a phase, or all, got into another state; none for its progress.
function phaseChanges(before, now) {
	if (!before) return "";
	const words = Object.entries(now.phases)
		.filter(([name, phase]) => before.phases[name]?.status !== phase.status && phase.status)
		.map(([name, phase]) => `${PHASES[name] ?? name}: ${state(phase.status)}.`);
	const [title] = headline(now);
	if (headline(before)[0] !== title) words.unshift(`${title}.`);
	return words.join(" ");
}

export function showSync(main, route, signal) {
	const heading = html("h1", "Sync");
	const words = html("p.soft.headline", "Asking …");
	const problem = html("p.problem", { role: "alert" });
	const buttons = actions((text) => setText(problem, text));
	const phases = html("ul.phases", { "aria-label": "Parts of the sync" });
	const figures = html("section.bigs", { "aria-label": "In short" });
	const details = html("p");
	const detailBar = html("progress", { max: "1", "aria-label": "Songs with all details" });
	const signIn = html("p");
	const notes = html("ul.notes");
	const past = html("div.scroll", { tabindex: "0", role: "region", "aria-label": "History of syncs" });
	const titled = (title, ...children) => html("section", html("h2", title), children);
	const parts = {
		details: titled("Details", detailBar, details),
		signIn: titled("Sign-in", signIn),
		notes: titled("Notes", notes),
		past: titled("History", past),
	};
	main.append(html("div.standing", html("div", heading, words), source.isReport ? null : buttons.element), problem, phases, figures,
		html("div.cards", parts.details, parts.signIn, parts.notes), parts.past);
	const rows = new Map();
	let last = null;
	let lastTurn = null;

	function draw(status) {
		const [title, text] = headline(status);
		setText(heading, title);
		setText(words, text);
		route.title(title);
		buttons.update(status.busy);
		for (const [name, phase] of Object.entries(status.phases)) {
			if (!rows.has(name)) {
				rows.set(name, phaseRow(PHASES[name] ?? name));
				phases.append(rows.get(name).element);
			}
			rows.get(name).update(phase, status);
		}
		setText(details, detailWords(status.details));
		parts.details.hidden = !status.details?.tracks;
		if (status.details?.tracks) detailBar.value = status.details.described / status.details.tracks;
		const start = status.last_start;
		// A cancelled sync is no trouble; a limit and a failed one have their headlines.
		if (start?.message && ![0, 130, 143].includes(start.exit_status) && !/Failed|Limited/.test(status.status)) setText(problem, sentence(start.message));
		const [signText, signKind] = signInWords(status.sign_in) ?? ["", ""];
		setText(signIn, signText);
		signIn.className = signKind;
		parts.signIn.hidden = !signText;
		parts.notes.hidden = status.notes.length === 0;
		if (JSON.stringify(last?.notes) !== JSON.stringify(status.notes)) notes.replaceChildren(...status.notes.map((note) => html("li", { dir: "auto" }, note.text)));
		const news = phaseChanges(last, status);
		if (news) announce(news);
		last = status;
		const turn = `${status.busy} ${status.completed_at}`;
		if (lastTurn !== turn) readTheRest();
		lastTurn = turn;
	}

	async function readTheRest() {
		try {
			const history = last.sync_history_id === null ? [] : await source.get("sync/history", {}, signal);
			parts.past.hidden = history.length === 0;
			past.replaceChildren(historyTable(history));
			figures.replaceChildren(...last.details ? standingFigures(last) : []);
		} catch (error) {
			if (error.name !== "AbortError") setText(problem, sentence(error.message));
		}
	}

	watchStanding(({ status, failure }) => {
		if (status && !failure) draw(status);
		else if (failure) setText(words, "");
	}, signal);
	// Countdowns go on between two answers.
	const timer = setInterval(() => last && document.visibilityState === "visible" && draw(last), 1000);
	signal.addEventListener("abort", () => clearInterval(timer));
}
