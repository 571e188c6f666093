// How the sync stands, asked for each second while one runs and else every five. A page that nobody sees does not ask;
// it does so at once when it is seen again, also after the machine slept.

import { source } from "./source.js";

const RUNNING = 1000;
const IDLE = 5000;

const listeners = new Set();
let standing = { status: null, failure: null };
let tag = null;
let timer = 0;
let isAsking = false;

function tell(next) {
	standing = next;
	for (const listener of listeners) listener(standing);
}

async function ask() {
	if (isAsking) return;
	isAsking = true;
	clearTimeout(timer);
	try {
		const answer = await source.getIfChanged("sync/status", tag);
		if (answer) tag = answer.tag;
		if (answer || standing.failure) tell({ status: answer ? answer.value : standing.status, failure: null });
	} catch (error) {
		tell({ status: standing.status, failure: error });
	}
	isAsking = false;
	clearTimeout(timer);
	const isBusy = standing.failure || standing.status?.busy;
	if (!source.isReport && document.visibilityState === "visible") timer = setTimeout(ask, isBusy ? RUNNING : IDLE);
}

// Calls the listener with what is known now and whenever that changes, until the signal is aborted.
export function watchStanding(listener, signal = undefined) {
	listeners.add(listener);
	signal?.addEventListener("abort", () => listeners.delete(listener));
	if (standing.status || standing.failure) listener(standing);
}

export function askNow() {
	clearTimeout(timer);
	return ask();
}

export function startAsking() {
	for (const event of ["visibilitychange", "pageshow", "online", "focus"]) {
		(event === "visibilitychange" ? document : window).addEventListener(event, () => {
			if (document.visibilityState === "visible") askNow();
		});
	}
	return ask();
}
