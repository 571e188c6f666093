// How numbers, times and states are said.

const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const monthName = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function number(value) {
	return typeof value === "number" ? numbers.format(value) : "–";
}

export function percent(share) {
	return typeof share === "number" ? percents.format(share) : "–";
}

export function count(value, one, many = `${one}s`) {
	return `${number(value)} ${value === 1 ? one : many}`;
}

function two(digits) {
	return String(digits).padStart(2, "0");
}

// A length of music: 3:42, or 1:02:03.
export function playingTime(milliseconds) {
	if (typeof milliseconds !== "number") return "";
	const seconds = Math.round(milliseconds / 1000);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

// A span of time in its two largest units.
export function span(seconds) {
	const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
	let rest = Math.max(0, Math.round(seconds));
	const first = units.findIndex(([size]) => rest >= size);
	if (first < 0) return "0 s";
	const words = [];
	for (const [size, unit] of units.slice(first, first + 2)) {
		const whole = Math.floor(rest / size);
		if (whole > 0) words.push(`${whole} ${unit}`);
		rest -= whole * size;
	}
	return words.join(" ");
}

// A UTC time or a day (which is the same in every zone) as a Date; null where it is none.
export function toDate(text) {
	if (!text) return null;
	const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00`) : new Date(text);
	return Number.isNaN(date.getTime()) ? null : date;
}

// A function that says a time, and leaves alone what is none.
function saying(options) {
	const format = new Intl.DateTimeFormat("en-GB", options);
	return (text) => {
		const date = toDate(text);
		return date ? format.format(date) : text ?? "";
	};
}

export const day = saying({ day: "numeric", month: "short", year: "numeric" });
export const dayInFull = saying({ day: "numeric", month: "long", year: "numeric" });
export const dayWithWeekday = saying({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const hourAndMinute = saying({ hour: "2-digit", minute: "2-digit" });

export function localDay(date) {
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

// A time as one would say it today.
export function moment(text) {
	const date = toDate(text);
	if (!date) return "";
	const days = Math.round((toDate(localDay(new Date())) - toDate(localDay(date))) / 86400000);
	const near = { 0: "today", 1: "yesterday", "-1": "tomorrow" }[days];
	return `${near ?? `on ${dayInFull(text)}`} at ${hourAndMinute(text)}`;
}

export function briefMoment(text) {
	const date = toDate(text);
	return date ? `${day(localDay(date))}, ${hourAndMinute(text)}` : "";
}

export function month(text) {
	const parts = /^(\d{4})-(\d{2})$/.exec(text ?? "");
	return parts ? `${monthOnly(Number(parts[2]))} ${parts[1]}` : text ?? "";
}

export function monthOnly(index) {
	return monthName.format(new Date(Date.UTC(2024, index - 1, 1)));
}

export function hour(value) {
	return `${two(value)}:00`;
}

export const PHASES = {
	tracks: "Liked songs",
	artists: "Artists",
	albums: "Albums",
	playlists: "Playlists",
};

const STATES = {
	InProgress: "running",
	Success: "complete",
	Failed: "failed",
	RateLimited: "waiting for a limit",
	Cancelled: "cancelled",
};

export function state(status, running = true) {
	if (status === "InProgress" && !running) return "interrupted";
	return STATES[status] ?? "not started";
}

export function capital(text) {
	return text ? text[0].toUpperCase() + text.slice(1) : "";
}

export function sentence(text) {
	const whole = capital(text?.trim());
	return whole && !/[.!?]$/.test(whole) ? `${whole}.` : whole;
}
