// What the library shows about itself.

import { html, showFailure } from "./dom.js";
import { figure } from "./figure.js";
import { refreshAfterSync } from "./library.js";
import { columns, growth } from "./marks.js";
import { source } from "./source.js";
import { watchStanding } from "./standing.js";
import { count, number, zone } from "./words.js";

const DETAILS_NEEDED = "No details are known yet. Syncs fetch them within Spotify's quota, a part each day.";

const FORMS = {
	growth: {
		wide: true,
		draw: (rows) => growth(rows, "All songs above; below, those saved and removed in each month."),
		empty: "Nothing is saved yet. Start a sync in the view Sync.",
	},
	decades: {
		draw: (rows) => columns(rows, {
			label: `Songs by decade: ${rows.map((row) => `${row.decade} ${row.tracks}`).join(", ")}`,
			value: (row) => row.tracks, tick: (row) => row.decade,
			words: (row) => `${row.decade}: ${count(row.tracks, "song")}`, hint: "When the albums of your songs were released.",
		}),
		empty: DETAILS_NEEDED,
	},
	genres: { bar: "tracks", explain: "A song counts for each genre of its artists.", empty: DETAILS_NEEDED },
	labels: { bar: "tracks", empty: "No labels are known. Spotify does not give them to every app." },
	"kept-artists": { bar: "tracks", empty: "Nothing is saved yet." },
	duplicates: {
		explain: "Recordings that are saved more than once: with the same ISRC, or with the same artist, title and length.",
		empty: "No recording is saved twice.",
	},
	gone: { explain: "Saved songs that Spotify no longer has.", empty: "None of your songs has gone from Spotify." },
	"never-played": {
		explain: "Saved songs without any play.",
		empty: "You have played all that you saved, or no plays are known.",
	},
	"played-not-saved": { numbered: true, explain: "Songs that you often play, and never saved.", empty: "You saved all that you often play, or no plays are known." },
	"overlapping-playlists": { explain: "Pairs of playlists with the same songs in them. The share is that of the shorter one.", empty: "No two playlists have songs in common." },
};

export async function showCharts(place, group, forms, parameters, signal, empty = undefined) {
	const { charts } = await source.get("charts", {}, signal);
	const order = Object.keys(forms);
	const rank = (chart) => (order.includes(chart.name) ? order.indexOf(chart.name) : order.length);
	const chosen = charts.filter((chart) => chart.group === group && forms[chart.name] !== null);
	chosen.sort((a, b) => rank(a) - rank(b));
	place.replaceChildren(...chosen.map((chart) =>
		figure(chart.name, chart.title, { ...parameters, ...forms[chart.name]?.parameters }, { empty, ...forms[chart.name] }, signal)));
}

export function showInsights(main, route, signal) {
	const place = html("div.figures-of-all");
	main.append(html("h1", "Insights"), html("p.soft.lead"), place);
	watchStanding(({ status }) => {
		if (!status?.details) return;
		const { tracks, described } = status.details;
		main.querySelector(".lead").textContent = tracks === described || tracks === 0 ? "" :
			`${number(described)} of ${count(tracks, "song")} have all their details so far; the charts grow with them.`;
	}, signal);
	const read = () => showCharts(place, "insights", FORMS, { zone }, signal).catch((error) => showFailure(place, error));
	// Figures that are there stay: who looks at them goes on.
	refreshAfterSync(signal, () => place.querySelector(".figure") ?? read());
	return read();
}
