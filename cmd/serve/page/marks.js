// The marks of the charts. Shapes are drawn in units of the data and stretched; all words are HTML around them, so that
// they stay readable at every width. A mark says what it shows in data-text, which the chart's readout repeats.

import { UNHEARD, html, setText, svg, withProperty } from "./dom.js";
import { WEEKDAYS, count, dayInFull, hour, month, monthOnly, number } from "./words.js";

// A chart with the line below it that says what the pointer is on.
function chart(kind, label, readoutText, ...parts) {
	const readout = html("p.readout", UNHEARD, readoutText);
	const body = html("div", { class: `chart ${kind}`, role: "img", "aria-label": label }, ...parts);
	body.addEventListener("pointerover", (event) => {
		setText(readout, event.target.dataset?.text ?? readoutText);
	});
	body.addEventListener("pointerleave", () => setText(readout, readoutText));
	return html("div", body, readout);
}

function shape(width, height, ...children) {
	return svg("svg", {
		viewBox: `0 0 ${width} ${height}`,
		preserveAspectRatio: "none",
		"aria-hidden": "true",
		focusable: "false",
	}, ...children);
}

// The least of 1, 2 and 5 times a power of ten that is no less than the value.
function roundUp(value) {
	const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
	return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

// Words below the columns, each at its place from 0 to 1: as many as fit.
function ticks(kind, words) {
	const every = Math.ceil(words.length / 12);
	return html(`div.ticks.${kind}`, words.filter((word, index) => index % every === 0)
		.map(([text, place]) => withProperty(html("span", text), "--at", place)));
}

function columnTicks(labels) {
	return ticks("middle", labels.map((text, index) => [text, (index + 0.5) / labels.length]));
}

function yearTicks(months) {
	return ticks("years", months.map((name, index) => [name.slice(0, 4), index / months.length])
		.filter(([year], index, all) => index === 0 || all[index - 1][0] !== year)
		.filter((tick, index, all) => index > 0 || all.length < 2 || all[1][1] > 0.1));
}

function scale(text) {
	return html("div.scale", UNHEARD, text);
}

function column(index, value, top, text, attributes = {}) {
	const height = (100 * value) / top;
	return [
		svg("rect", { x: index + 0.1, y: 100 - height, width: 0.8, height, class: "mark", ...attributes }),
		svg("rect", { x: index, y: 0, width: 1, height: 100, class: "hover", "data-text": text }),
	];
}

export function columns(rows, { label, value, tick, words, hint }) {
	const top = roundUp(Math.max(...rows.map(value)));
	const isMonths = /^\d{4}-\d{2}$/.test(tick(rows[0])) && rows.length > 18;
	return chart("columns", label, hint, scale(number(top)),
		shape(rows.length, 100, rows.map((row, index) => column(index, value(row), top, words(row)))),
		isMonths ? yearTicks(rows.map(tick)) : columnTicks(rows.map((row) => {
			const name = tick(row);
			return /^\d{4}-\d{2}$/.test(name) ? monthOnly(Number(name.slice(5))) : name;
		})));
}

// The library month by month: how large it was as an area, what came and went as columns above and below a line.
export function growth(rows, hint) {
	const top = roundUp(Math.max(...rows.map((row) => row.total), 1));
	const most = roundUp(Math.max(...rows.map((row) => Math.max(row.saved, row.removed)), 1));
	const depth = 104 + (100 * Math.max(...rows.map((row) => row.removed))) / most;
	const line = rows.map((row, index) => `${index + 0.5} ${100 - (100 * row.total) / top}`);
	const last = rows.length - 0.5;
	const words = (row) => `${month(row.month)}: ${number(row.saved)} saved, ${number(row.removed)} removed, ` +
		`${number(row.total)} in all`;
	const hover = (height) => rows.map((row, index) => svg("rect", {
		x: index, y: 0, width: 1, height, class: "hover", "data-text": words(row),
	}));
	const first = rows[0], end = rows[rows.length - 1];
	return chart("growth", `From ${count(first.total, "song")} in ${month(first.month)} to ${number(end.total)} in ${month(end.month)}`,
		hint, scale(number(top)),
		shape(rows.length, 100,
			svg("path.area", { d: `M0.5 100 L${line.join(" L")} L${last} 100 Z` }),
			svg("path.line", { d: `M${line.join(" L")}` }),
			hover(100)),
		scale(`+${number(most)}`),
		shape(rows.length, depth,
			rows.map((row, index) => [
				svg("rect.mark", { x: index + 0.1, width: 0.8, y: 100 - (100 * row.saved) / most, height: (100 * row.saved) / most }),
				svg("rect.mark.gone", { x: index + 0.1, width: 0.8, y: 103, height: (100 * row.removed) / most }),
			]).flat(),
			hover(depth)),
		yearTicks(rows.map((row) => row.month)));
}

// How strong a cell is: 0 for nothing, else 1 to 5, by the root of its share, for few days are far above the others.
function strength(value, most) {
	return value > 0 ? Math.max(1, Math.ceil(5 * Math.sqrt(value / most))) : 0;
}

export function clockFace(rows, { value, words, hint }) {
	const cells = new Map(rows.map((row) => [row.weekday * 24 + row.hour, row]));
	const most = Math.max(...rows.map(value), 1);
	const marks = [];
	for (let place = 0; place < 7 * 24; place += 1) {
		const row = cells.get(place);
		marks.push(svg("rect", {
			x: place % 24 + 0.06, y: Math.floor(place / 24) + 0.06, width: 0.88, height: 0.88, rx: 0.16,
			class: `cell s${row ? strength(value(row), most) : 0}`,
			"data-text": `${WEEKDAYS[Math.floor(place / 24)]}, ${hour(place % 24)}: ${row ? words(row) : "nothing"}`,
		}));
	}
	const best = rows.reduce((found, row) => (value(row) > value(found) ? row : found), rows[0]);
	return chart("clock", `Most on ${WEEKDAYS[best.weekday]} at ${hour(best.hour)}: ${words(best)}`, hint,
		html("div.weekdays", UNHEARD, WEEKDAYS.map((name) => html("span", name.slice(0, 3)))),
		shape(24, 7, marks),
		html("div.hours", UNHEARD, [0, 6, 12, 18].map((value) => html("span", hour(value)))));
}

function monthOfDays(name, days, value, words, most) {
	const [year, index] = name.split("-").map(Number);
	const offset = (new Date(Date.UTC(year, index - 1, 1)).getUTCDay() + 6) % 7;
	const marks = days.map((row) => {
		const place = Number(row.day.slice(8)) - 1 + offset;
		const isHole = row.hole === 1;
		return svg("rect", {
			x: Math.floor(place / 7) + 0.06, y: place % 7 + 0.06, width: 0.88, height: 0.88, rx: 0.16,
			class: isHole ? "cell hole" : `cell s${strength(value(row), most)}`,
			"data-text": `${dayInFull(row.day)}: ${isHole ? "nothing was recorded" : words(row)}`,
		});
	});
	return html("div.month", html("span", monthOnly(index)), shape(6, 7, marks));
}

export function calendar(rows, { label, value, words, hint }) {
	const most = Math.max(...rows.map(value), 1);
	const years = new Map();
	for (const row of rows) {
		const months = years.get(row.day.slice(0, 4)) ?? new Map();
		years.set(row.day.slice(0, 4), months);
		const name = row.day.slice(0, 7);
		months.set(name, [...(months.get(name) ?? []), row]);
	}
	return chart("calendar", label, hint, [...years].reverse().map(([year, months]) =>
		html("div.year", html("span.year-name", year),
			html("div.months", [...months].map(([name, days]) =>
				monthOfDays(name, days, value, words, most))))));
}
