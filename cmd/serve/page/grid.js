// A table of any number of rows, of which only those in sight are in the document. It follows the ARIA grid pattern: the
// arrow keys, Page Up and Down, Home and End move a cell, and Enter follows the link in it.

import { UNHEARD, by, freshId, html, setAttribute, unseen } from "./dom.js";

const PAGE_ROWS = 100;
const SPARE_ROWS = 8;
const MOST_PAGES = 60;

// columns: {name, title, cell(row), width, from, fallsFirst, isNumber}; a column is shown where the grid is at least `from`
// rem wide. load(offset, limit, signal) gives {total, items}. second(row): what stands below the first cell where the
// grid is narrow. marked(row): a class for the row.
export class Grid {
	constructor({ label, columns, load, sort = "", onSort = null, onTotal = null, second, marked, signal }) {
		Object.assign(this, { label, columns, load, sort, onSort, onTotal, second, marked, signal });
		this.id = freshId("grid");
		this.total = 0;
		this.active = { row: 0, column: 0 };
		this.rows = new Map();
		this.pages = new Map();
		this.generation = 0;
		this.head = html("div.row.head", { role: "row", "aria-rowindex": "1" });
		this.body = html("div.body", { role: "rowgroup" });
		this.element = html("div.grid", { role: "grid", tabindex: "0", "aria-label": label, "aria-readonly": "true", "aria-busy": "true" },
			html("div.top-row", { role: "rowgroup" }, this.head), this.body);
		this.element.addEventListener("scroll", () => this.drawSoon(), { passive: true });
		this.element.addEventListener("keydown", (event) => this.onKey(event));
		this.element.addEventListener("focus", () => this.markActive());
		const observer = new ResizeObserver(() => this.measure());
		observer.observe(this.element);
		signal?.addEventListener("abort", () => observer.disconnect());
	}

	// Reads the rows anew; what is shown stays until the new rows are there.
	async reload({ keepPlace = false } = {}) {
		this.generation += 1;
		const { generation } = this;
		const first = keepPlace ? Math.floor(this.firstInSight() / PAGE_ROWS) : 0;
		const answer = await this.load(first * PAGE_ROWS, PAGE_ROWS, this.signal);
		if (generation !== this.generation) return;
		this.pages = new Map([[first, answer.items]]);
		this.setTotal(answer.total);
		if (!keepPlace) {
			this.element.scrollTop = 0;
			this.active = { row: 0, column: 0 };
		}
		this.rows.forEach((row) => row.remove());
		this.rows.clear();
		this.element.removeAttribute("aria-busy");
		this.draw();
	}

	setTotal(total) {
		this.total = total;
		setAttribute(this.element, "aria-rowcount", total + 1);
		this.onTotal?.(total);
		this.measureBody();
	}

	measure() {
		const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
		const width = this.element.clientWidth / size;
		this.isNarrow = width < 44;
		this.height = Math.round(size * (this.isNarrow ? 3.5 : 2.5));
		this.shown = this.columns.filter((column) => width >= (column.from ?? 0));
		const style = this.element.style;
		style.setProperty("--row", `${this.height}px`);
		style.setProperty("--columns", this.shown.map((column) => column.width).join(" "));
		setAttribute(this.element, "aria-colcount", this.shown.length);
		this.active.column = Math.min(this.active.column, this.shown.length - 1);
		this.drawHead();
		this.rows.forEach((row) => row.remove());
		this.rows.clear();
		this.measureBody();
		this.draw();
	}

	measureBody() {
		this.body.style.setProperty("height", `${this.total * (this.height ?? 0)}px`);
	}

	drawHead() {
		const hadFocus = this.head.contains(document.activeElement) && document.activeElement.dataset.column;
		this.head.replaceChildren(...this.shown.map((column) => this.headCell(column)));
		if (hadFocus) this.head.querySelector(`[data-column="${hadFocus}"]`)?.focus();
	}

	headCell(column) {
		const direction = this.sort === column.name ? "ascending" : this.sort === `-${column.name}` ? "descending" : null;
		const title = column.title || unseen(column.label);
		return html("div", {
			role: "columnheader",
			class: column.isNumber ? "n" : null,
			"aria-sort": direction,
		}, column.title && this.onSort ? html("button", {
			type: "button",
			"data-column": column.name,
			onclick: () => this.sortBy(column),
		}, title, html("span.arrow", UNHEARD, { ascending: "↑", descending: "↓" }[direction] ?? "")) : title);
	}

	sortBy(column) {
		const down = `-${column.name}`;
		const first = column.fallsFirst ? down : column.name;
		this.sort = this.sort !== first ? first : first === down ? column.name : down;
		this.drawHead();
		this.onSort(this.sort);
	}

	firstInSight() {
		return Math.floor(this.element.scrollTop / (this.height || 1));
	}

	drawSoon() {
		if (this.isDue) return;
		this.isDue = true;
		requestAnimationFrame(() => {
			this.isDue = false;
			this.draw();
		});
	}

	draw() {
		if (!this.height) return;
		const first = Math.max(0, this.firstInSight() - SPARE_ROWS);
		const inSight = Math.ceil(this.element.clientHeight / this.height) + 2 * SPARE_ROWS;
		const end = Math.min(this.total, first + inSight);
		for (const [index, row] of this.rows) {
			if (index < first || index >= end) {
				row.remove();
				this.rows.delete(index);
			}
		}
		// From below, so that each has the next one to stand before: screen readers read them in the document's order.
		for (let index = end - 1; index >= first; index -= 1) this.drawRow(index);
		this.markActive();
		this.fetchMissing(first, end);
	}

	drawRow(index) {
		const item = this.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
		const old = this.rows.get(index);
		if (old && (old.isFilled || !item)) return;
		const row = html("div", { class: `row ${item ? this.marked?.(item) ?? "" : "coming"}`, role: "row", "aria-rowindex": index + 2 },
			this.shown.map((column, place) => html("div", {
				role: "gridcell", id: `${this.id}-${index}-${place}`, class: column.isNumber ? "n" : null,
			}, this.cell(column, place, item))));
		row.isFilled = Boolean(item);
		row.style.setProperty("top", `${index * this.height}px`);
		row.addEventListener("click", (event) => this.activate(index, event));
		if (old) old.replaceWith(row);
		else this.body.insertBefore(row, this.rows.get(index + 1) ?? null);
		this.rows.set(index, row);
		// The grid is one stop of the Tab key: Enter follows the link of the active cell.
		for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
	}

	cell(column, place, item) {
		if (!item) return place === 0 ? "…" : "";
		const content = column.cell(item);
		const below = place === 0 && this.isNarrow && this.second?.(item);
		return below ? [content, by(below)] : content;
	}

	activate(index, event) {
		const cell = event.target.closest("[role=gridcell]");
		this.active = { row: index, column: cell ? [...cell.parentNode.children].indexOf(cell) : 0 };
		this.markActive();
	}

	fetchMissing(first, end) {
		clearTimeout(this.timer);
		const pages = [];
		for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < end; page += 1) {
			if (!this.pages.has(page)) pages.push(page);
		}
		// Rows that fly past are not asked for.
		if (pages.length > 0) this.timer = setTimeout(() => pages.forEach((page) => this.fetchPage(page)), 40);
	}

	async fetchPage(page) {
		const { generation } = this;
		if (this.pages.has(page)) return;
		this.pages.set(page, null);
		try {
			const answer = await this.load(page * PAGE_ROWS, PAGE_ROWS, this.signal);
			if (generation !== this.generation) return;
			this.pages.set(page, answer.items);
			if (answer.total !== this.total) this.setTotal(answer.total);
		} catch {
			// It is asked for again when the rows are drawn again.
			this.pages.delete(page);
			return;
		}
		if (this.pages.size > MOST_PAGES) this.pages.delete(this.pages.keys().next().value);
		this.draw();
	}

	onKey(event) {
		if (event.target !== this.element || event.altKey || event.metaKey) return;
		const inSight = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 2);
		const { row, column } = this.active;
		const last = this.shown.length - 1;
		const moves = {
			ArrowDown: [row + 1, column], ArrowUp: [row - 1, column],
			ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
			PageDown: [row + inSight, column], PageUp: [row - inSight, column],
			Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [this.total - 1, last] : [row, last],
		};
		if (event.key === "Enter") document.getElementById(`${this.id}-${row}-${column}`)?.querySelector("a")?.click();
		else if (!moves[event.key]) return;
		else this.moveTo(...moves[event.key]);
		event.preventDefault();
	}

	moveTo(row, column) {
		this.active = {
			row: Math.max(0, Math.min(this.total - 1, row)),
			column: Math.max(0, Math.min(this.shown.length - 1, column)),
		};
		const top = this.active.row * this.height;
		const room = this.element.clientHeight - this.body.offsetTop - this.height;
		if (top < this.element.scrollTop) this.element.scrollTop = top;
		else if (top > this.element.scrollTop + room) this.element.scrollTop = top - room;
		this.draw();
	}

	markActive() {
		for (const cell of this.body.querySelectorAll(".active")) cell.classList.remove("active");
		const id = `${this.id}-${this.active.row}-${this.active.column}`;
		const cell = document.getElementById(id);
		cell?.classList.add("active");
		setAttribute(this.element, "aria-activedescendant", cell ? id : null);
	}
}
