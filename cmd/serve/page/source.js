// Where the views get their data: the server, or in a report the file itself.

class SourceError extends Error {
	constructor(status, message) {
		super(message);
		this.status = status;
	}
}

// No answer came at all: the server is away.
export const AWAY = 0;

function address(path, parameters) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== null && value !== undefined && value !== "") query.set(name, value);
	}
	const text = query.toString();
	return `/api/${path}${text ? `?${text}` : ""}`;
}

async function request(url, options) {
	let answer;
	try {
		answer = await fetch(url, { credentials: "same-origin", cache: "no-store", ...options });
	} catch (error) {
		if (error.name === "AbortError") throw error;
		throw new SourceError(AWAY, "spotify-sync serve does not answer.");
	}
	return answer;
}

async function content(answer) {
	let body = null;
	try {
		body = await answer.json();
	} catch (error) {
		if (error.name === "AbortError") throw error;
		if (answer.ok) throw new SourceError(AWAY, "The answer of spotify-sync serve broke off.");
	}
	if (answer.ok) return body;
	throw new SourceError(answer.status, body?.error?.message ?? `spotify-sync serve answered ${answer.status}.`);
}

// A report puts functions of its own in these places.
export const source = {
	isReport: false,

	// What the server cannot say at this moment is asked for again.
	async get(path, parameters = {}, signal = undefined) {
		for (let tries = 0; ; tries += 1) {
			try {
				return await content(await request(address(path, parameters), { signal }));
			} catch (error) {
				if (error.status !== 503 || !/try again/.test(error.message) || tries === 120) throw error;
				await new Promise((done) => { setTimeout(done, 1000); });
				signal?.throwIfAborted();
			}
		}
	},

	// The answer and its tag, or null if it is still the one with this tag.
	async getIfChanged(path, tag) {
		const answer = await request(address(path, {}), { headers: tag ? { "If-None-Match": tag } : {} });
		if (answer.status === 304) return null;
		return { value: await content(answer), tag: answer.headers.get("ETag") };
	},

	async post(path, body) {
		return content(await request(`/api/${path}`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify(body),
		}));
	},

	csv(name, parameters) {
		return address(`charts/${name}.csv`, parameters);
	},
};
