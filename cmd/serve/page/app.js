// The frame: which view the address names, the search box, and what is said above every view.

import { advice, announce, html, setText } from "./dom.js";
import { showChanges } from "./changes.js";
import { showDetail } from "./detail.js";
import { showInsights } from "./insights.js";
import { KINDS, showLibrary } from "./library.js";
import { showListening } from "./listening.js";
import { showSearch } from "./search.js";
import { AWAY, source } from "./source.js";
import { startAsking, watchStanding } from "./standing.js";
import { showSync } from "./sync.js";

const SHOW = { sync: showSync, insights: showInsights, listening: showListening, changes: showChanges, search: showSearch };
const HOME = source.home?.name ?? "sync";
if (source.home) SHOW[HOME] = source.home.show;

const mainPart = document.getElementById("main");
const searchBox = document.getElementById("search");
let shownView = { path: "", abort: null, update: null };
let owner = "";

function parse(hash) {
	const [path, query] = hash.replace(/^#\/?/, "").split("?");
	const parts = path.split("/").map((part) => {
		try {
			return decodeURIComponent(part);
		} catch {
			return part;
		}
	});
	return { path: parts, parameters: new URLSearchParams(query ?? "") };
}

function viewFor(path) {
	const [name, kind, id] = path;
	if (name === "library" && (!kind || KINDS[kind])) return id ? showDetail : showLibrary;
	return Object.hasOwn(SHOW, name) ? SHOW[name] : null;
}

function titled(text) {
	document.title = [text, owner || "spotify-sync"].join(" · ");
}

function markCurrent(name) {
	for (const link of document.querySelectorAll("#views a")) {
		if (link.hash === `#/${name}`) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
	}
}

function routeOf({ path, parameters }) {
	return {
		path,
		parameters,
		title: titled,
		// Changes the address's parameters; null takes one away. With isNew, also the view and the history.
		replace(next, isNew = false) {
			const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value !== null)).toString();
			const hash = `#/${path.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
			if (isNew) window.location.hash = hash;
			else window.history.replaceState(null, "", hash);
		},
	};
}

async function show() {
	const here = parse(window.location.hash || `#/${HOME}`);
	const key = here.path.join("/");
	const isSame = key === shownView.path;
	if (isSame && shownView.update) return shownView.update(here.parameters);
	const view = viewFor(here.path);
	if (!view) return window.location.replace(`#/${HOME}`);
	const focused = isSame && document.activeElement?.name && `[name="${document.activeElement.name}"]`;
	shownView.abort?.abort();
	const abort = new AbortController();
	shownView = { path: key, abort, update: null };
	mainPart.replaceChildren();
	mainPart.setAttribute("aria-busy", "true");
	mainPart.className = `view-${here.path[0]}`;
	markCurrent(here.path[0]);
	if (here.path[0] !== "search" && document.activeElement !== searchBox) searchBox.value = "";
	const result = view(mainPart, routeOf(here), abort.signal);
	const heading = mainPart.querySelector("h1");
	titled(heading?.textContent ?? "");
	if (!isSame) moveTo(heading);
	const done = await Promise.resolve(result).catch((error) => {
		if (error.name !== "AbortError") mainPart.append(advice(error.message));
	});
	if (shownView.abort !== abort) return null;
	mainPart.removeAttribute("aria-busy");
	shownView.update = done?.update ?? null;
	if (focused) (mainPart.querySelector(`${focused}:checked`) ?? mainPart.querySelector(focused))?.focus();
	return null;
}

// After a step to another view, the keyboard and the screen reader are at its heading.
function moveTo(heading) {
	if (!show.wasShown || document.activeElement === searchBox) {
		show.wasShown = true;
		return;
	}
	window.scrollTo(0, 0);
	heading?.setAttribute("tabindex", "-1");
	heading?.focus({ preventScroll: true });
}

function searchFor(query) {
	const hash = `#/search?q=${encodeURIComponent(query)}`;
	if (parse(window.location.hash).path[0] !== "search") {
		window.location.hash = hash;
	} else {
		window.history.replaceState(null, "", hash);
		show();
	}
}

function listenToSearch() {
	let timer = 0;
	searchBox.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(() => searchFor(searchBox.value.trim()), 80);
	});
	document.getElementById("search-form").addEventListener("submit", (event) => {
		event.preventDefault();
		searchFor(searchBox.value.trim());
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
		event.preventDefault();
		searchBox.select();
		searchBox.focus();
	});
}

function tellFailure({ status, failure }) {
	const banner = document.getElementById("banner");
	const words = !failure ? "" : failure.status === AWAY
		? "The server does not answer. Run “spotify-sync serve” again: this page then goes on by itself."
		: failure.message;
	setText(banner, words);
	banner.hidden = !words;
	const link = document.querySelector('#views a[href="#/sync"]');
	if (link) link.classList.toggle("busy", Boolean(status?.busy && !failure));
}

async function tellOwner() {
	const { sign_in: signIn, account, database } = await source.get("session");
	const name = signIn?.display_name || (account !== "default" && account);
	owner = name ? `${name}'s library` : database ?? "";
	setText(document.getElementById("owner"), owner);
	titled(mainPart.querySelector("h1")?.textContent ?? "");
}

function start() {
	if (source.home) document.getElementById("views").prepend(html("li", html("a", { href: `#/${HOME}` }, source.home.title)));
	document.querySelector(".skip").addEventListener("click", (event) => {
		event.preventDefault();
		mainPart.focus();
	});
	window.addEventListener("hashchange", show);
	listenToSearch();
	watchStanding(tellFailure);
	startAsking();
	tellOwner().catch((error) => announce(error.message));
	show();
}

start();
