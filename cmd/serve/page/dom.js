// Elements from values. Text becomes text nodes, so no name is ever taken for markup.

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

function make(namespace, description, parts) {
	const [tag, ...classes] = description.split(".");
	const element = document.createElementNS(namespace, tag);
	const [first] = parts;
	const hasAttributes = first && typeof first === "object" && !(first instanceof Node) && !Array.isArray(first);
	if (classes.length > 0) element.setAttribute("class", classes.join(" "));
	for (const [name, value] of Object.entries(hasAttributes ? first : {})) {
		if ((value ?? false) === false) continue;
		if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? "" : value);
	}
	element.append(...parts.slice(hasAttributes ? 1 : 0).flat(Infinity).filter((part) => (part ?? false) !== false));
	return element;
}

// html("p.soft", { id: "a" }, "Text", child): the attributes may be left out. Children that are null or false are none.
export function html(description, ...parts) {
	return make(HTML, description, parts);
}

export function svg(description, ...parts) {
	return make(SVG, description, parts);
}

export const UNHEARD = { "aria-hidden": "true" };

// Changes a node only where it differs, so that a screen reader and a selection are left alone.
export function setText(node, text) {
	if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
	if (value === null) node.removeAttribute(name);
	else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

// A style attribute would be an inline style.
export function withProperty(node, name, value) {
	node.style.setProperty(name, value);
	return node;
}

// A name from the library: of any script and direction.
export function named(text, attributes = {}) {
	return html("span", { dir: "auto", ...attributes }, text ?? "(no name)");
}

// Shows in a place why it stays empty; a view that was left says nothing.
export function showFailure(place, error) {
	if (error.name !== "AbortError") place.replaceChildren(advice(error.message));
}

export function advice(text) {
	return html("p.empty", text);
}

export function quietButton(text, onclick) {
	return html("button", { class: "quiet", onclick }, text);
}

export function unseen(text) {
	return html("span.unseen", text);
}

export function by(text) {
	return text ? html("span.by", named(text)) : null;
}

export function announce(text) {
	setText(document.getElementById("announcer"), text);
}

let lastId = 0;

export function freshId(prefix) {
	lastId += 1;
	return `${prefix}-${lastId}`;
}

// A link to Spotify for a URI such as spotify:track:ID, or null: nothing but its own ids leads there.
export function spotifyLink(uri, text, attributes = {}) {
	const parts = /^spotify:(track|album|artist|playlist|show|episode|audiobook):([0-9A-Za-z]{1,64})$/.exec(uri ?? "");
	if (!parts) return null;
	const kind = parts[1] === "audiobook" ? "show" : parts[1];
	return html("a", {
		href: `https://open.spotify.com/${kind}/${parts[2]}`,
		target: "_blank",
		rel: "noreferrer",
		...attributes,
	}, text);
}
