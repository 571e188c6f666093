// What came and went, by day, and which playlists got another name or order.

import { UNHEARD, advice, by, html, named, quietButton, showFailure, spotifyLink, unseen } from "./dom.js";
import { refreshAfterSync } from "./library.js";
import { source } from "./source.js";
import { capital, count, dayWithWeekday, localDay, toDate } from "./words.js";

const SPANS = { 7: "7 days", 31: "A month", 366: "A year", all: "All" };
const AT_ONCE = 200;

// When a span began, at midnight here.
function since(span) {
	const now = new Date();
	if (span === "all") now.setTime(0);
	else if (span === "year") now.setTime(new Date(source.about.year, 0));
	else now.setTime(new Date(now.getFullYear(), now.getMonth(), now.getDate() - span));
	return now.toISOString();
}

const CHANGE_SIGNS = { added: "+", removed: "−", renamed: "~", reordered: "~" };

function changeRow({ change, kind, id, name, context }) {
	const uri = /^spotify:/.test(id ?? "") ? id : `spotify:${kind}:${id}`;
	const shown = named(name ?? id);
	const note = { renamed: `renamed from ${context}`, reordered: change }[change] ?? context;
	return html("li", { class: change },
		html("span.sign", UNHEARD, CHANGE_SIGNS[change]),
		html("span.song", unseen(`${capital(change)}: `),
			spotifyLink(uri, shown, { title: "Open in Spotify" }) ?? shown, by(note)),
		html("span.soft.kind", kind === "track" ? "song" : kind));
}

function dayTitle(items) {
	const counts = Object.keys(CHANGE_SIGNS).map((change) => [items.filter((item) => item.change === change).length, change]);
	return capital(counts.filter(([found]) => found > 0).map((part) => part.join(" ")).join(", "));
}

// The days of changes, the newest first. Of the last day, not all changes need be there yet.
function days(items, isWhole) {
	const byDay = new Map();
	for (const item of items) {
		const name = localDay(toDate(item.at) ?? new Date(0));
		if (!byDay.has(name)) byDay.set(name, []);
		byDay.get(name).push(item);
	}
	return [...byDay].map(([name, ofDay], index) => html("section.day",
		html("h2", dayWithWeekday(name), (isWhole || index < byDay.size - 1) && html("span.soft", ` ${dayTitle(ofDay)}`)),
		html("ul", ofDay.map(changeRow))));
}

export function showChanges(main, route, signal) {
	const spans = source.spans ?? SPANS;
	const asked = route.parameters.get("since");
	const chosen = Object.hasOwn(spans, asked) ? asked : source.isReport ? "year" : "31";
	const place = html("div.days", { "aria-busy": "true" });
	const total = html("p.soft.total", { role: "status" });
	const choice = html("select", { "aria-label": "Since" }, Object.entries(spans).map(([value, text]) =>
		html("option", { value, selected: value === chosen }, text)));
	choice.addEventListener("change", () => route.replace({ since: choice.value }, true));
	main.append(html("h1", "Changes"), html("div.tools", choice, total), place);

	// Reads on from the changes that are there.
	async function read(items = []) {
		try {
			const answer = await source.get("changes", { since: since(chosen), offset: items.length, limit: AT_ONCE }, signal);
			const all = [...items, ...answer.items];
			const isWhole = all.length >= answer.total || answer.items.length === 0;
			place.removeAttribute("aria-busy");
			total.textContent = answer.total > 0 ? count(answer.total, "change") : "";
			place.replaceChildren(...days(all, isWhole));
			if (!isWhole) place.append(quietButton("Show more", () => read(all)));
			if (all.length === 0) place.append(advice("Nothing has changed in this time. Choose a longer one, or sync."));
		} catch (error) {
			showFailure(place, error);
		}
	}
	refreshAfterSync(signal, () => read());
	return read();
}
