// What came and went, by day.

import { UNHEARD, advice, by, html, named, quietButton, showFailure, spotifyLink, unseen } from "./dom.js";
import { refreshAfterSync } from "./library.js";
import { source } from "./source.js";
import { capital, count, dayWithWeekday, localDay, toDate } from "./words.js";

const SPANS = { 7: "7 days", 31: "A month", 366: "A year", all: "All" };
const AT_ONCE = 200;

function since(span) {
	if (span === "all") return "1970-01-01";
	if (span === "year") return `${source.about.year}-01-01`;
	const now = new Date();
	return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(span)));
}

function uriOf(item) {
	if (/^spotify:/.test(item.id ?? "")) return item.id;
	return `spotify:${item.kind}:${item.id}`;
}

function changeRow(item) {
	const isAdded = item.change === "added";
	const link = spotifyLink(uriOf(item), named(item.name ?? item.id), { title: "Open in Spotify" });
	return html("li", { class: isAdded ? "added" : "removed" },
		html("span.sign", UNHEARD, isAdded ? "+" : "−"),
		html("span.song", unseen(isAdded ? "Added: " : "Removed: "),
			link ?? named(item.name ?? item.id), by(item.context)),
		html("span.soft.kind", item.kind === "track" ? "song" : item.kind));
}

function dayTitle(items) {
	const added = items.filter((item) => item.change === "added").length;
	const removed = items.length - added;
	return capital([added > 0 && `${added} added`, removed > 0 && `${removed} removed`].filter(Boolean).join(", "));
}

function dayOf(name, items, shown) {
	return html("section.day",
		html("h2", dayWithWeekday(name), html("span.soft", ` ${dayTitle(items)}`)),
		html("ul", items.slice(0, shown).map(changeRow)));
}

// The days, the newest first, up to a number of changes.
function days(items, most) {
	const byDay = new Map();
	for (const item of [...items].reverse()) {
		const name = localDay(toDate(item.at) ?? new Date(0));
		byDay.set(name, [...(byDay.get(name) ?? []), item]);
	}
	const sections = [];
	let room = most;
	for (const [name, ofDay] of [...byDay].sort(([a], [b]) => (a < b ? 1 : -1))) {
		if (room <= 0) break;
		sections.push(dayOf(name, ofDay, room));
		room -= ofDay.length;
	}
	return sections;
}

export function showChanges(main, route, signal) {
	const spans = source.spans ?? SPANS;
	const chosen = route.parameters.get("since") ?? (source.isReport ? "year" : "31");
	const place = html("div.days", { "aria-busy": "true" });
	const total = html("p.soft.total", { role: "status" });
	const choice = html("select", { "aria-label": "Since" }, Object.entries(spans).map(([value, text]) =>
		html("option", { value, selected: value === chosen }, text)));
	choice.addEventListener("change", () => route.replace({ since: choice.value }, true));
	main.append(html("h1", "Changes"), html("div.tools", choice, total), place);

	function draw(items, most) {
		place.replaceChildren(...days(items, most));
		if (items.length > most) place.append(quietButton(`Show more of ${count(items.length, "change")}`, () => draw(items, most + 5 * AT_ONCE)));
	}

	async function read() {
		try {
			const { items } = await source.get("changes", { since: since(chosen) }, signal);
			place.removeAttribute("aria-busy");
			total.textContent = items.length > 0 ? count(items.length, "change") : "";
			if (items.length > 0) draw(items, AT_ONCE);
			else place.replaceChildren(advice("Nothing came or went in this time. Choose a longer one, or sync."));
		} catch (error) {
			showFailure(place, error);
		}
	}
	refreshAfterSync(signal, read);
	return read();
}
