// This file is generated from client/ by `npm run generate`. It contains graphql-ws and graphql-sse (MIT License,
// Copyright Denis Badurina) and @0no-co/graphql.web (MIT License, Copyright 0no.co).
var AppStreamGraphiQL = (function(exports) {
	Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
	// src/server/graphiql/client/dom.ts
	/** Creates an element with properties and children. */
	function element(tag, properties = {}, ...children) {
		const created = document.createElement(tag);
		Object.assign(created, properties);
		created.append(...children);
		return created;
	}
	/** Returns a function that runs `render` once before the next paint, however often it is called. */
	function oncePerFrame(render) {
		let isScheduled = false;
		return () => {
			if (isScheduled) return;
			isScheduled = true;
			requestAnimationFrame(() => {
				isScheduled = false;
				render();
			});
		};
	}
	// src/server/graphiql/client/editor.ts
	/** GraphiQL gives the model of its query editor this name. */
	var QUERY_MODEL = "operation.graphql";
	/** Opens an example in a tab: the one that has it already, or a new one. */
	function openInTab({ name, query }) {
		const tabs = document.querySelectorAll(".graphiql-tab-button");
		const existing = Array.from(tabs).find(({ textContent }) => textContent === name);
		if (existing !== void 0) {
			existing.click();
			return;
		}
		document.querySelector(".graphiql-tab-add")?.click();
		(monaco?.editor.getEditors().find((candidate) => candidate.getModel()?.uri.path.endsWith(QUERY_MODEL)))?.setValue(query);
	}
	/** Scrolls the active tab into view: a phone has room for one or two tabs. */
	function revealActiveTab() {
		document.querySelector(".graphiql-tab-active")?.scrollIntoView({
			block: "nearest",
			inline: "nearest"
		});
	}
	/** Calls `run` with an element each time one that matches the selector appears in the page. */
	function whenPresent(selector, run) {
		let present = null;
		const check = () => {
			const found = document.querySelector(selector);
			if (found === present) return;
			present = found;
			if (found !== null) run(found);
		};
		new MutationObserver(check).observe(document.body, {
			childList: true,
			subtree: true
		});
		check();
	}
	// src/server/graphiql/client/event-summary.ts
	var MAX_LENGTH = 120;
	/** Returns one line about an event: its kind, the name of its resource and its state, or shortened JSON. */
	function summarizeEvent(result) {
		const { data, errors } = isRecord$2(result) ? result : {};
		const messages = Array.isArray(errors) ? errors.map(messageOf) : [];
		const event = isRecord$2(data) ? Object.values(data)[0] : void 0;
		if (event === void 0 || event === null) return shorten(messages.join("; ") || JSON.stringify(result));
		const parts = isRecord$2(event) ? describe$1(event) : [];
		return shorten([parts.length > 0 ? parts.join(" · ") : JSON.stringify(event), ...messages].join("; "));
	}
	function describe$1(event) {
		const { kind, state, previousState } = event;
		const change = [previousState, state].filter(isString).join(" → ");
		return [
			kind,
			nameIn(event),
			change
		].filter(isString).filter((part) => part !== "");
	}
	/** Returns the name of the resource of an event: the first member called `name`, or whose name ends so. */
	function nameIn(event) {
		const members = [event, ...Object.values(event).filter(isRecord$2)].flatMap((record) => Object.entries(record));
		const named = (pattern) => members.find(([key, value]) => pattern.test(key) && isString(value))?.[1];
		const name = named(/^name$/) ?? named(/^(?!__).*name$/i);
		return isString(name) ? name : void 0;
	}
	function messageOf(error) {
		return isRecord$2(error) && isString(error["message"]) ? error["message"] : JSON.stringify(error);
	}
	function shorten(text) {
		return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
	}
	function isString(value) {
		return typeof value === "string";
	}
	function isRecord$2(value) {
		return typeof value === "object" && value !== null && !Array.isArray(value);
	}
	// src/server/graphiql/client/event-list.ts
	/** Creates the list. Of many events it shows the newest. */
	function createEventList(maxRows) {
		const heading = element("h2");
		const status = element("span", { role: "status" });
		const clear = element("button", {
			type: "button",
			textContent: "Clear",
			onclick: () => log?.clear()
		});
		const rows = element("ol", {
			ariaLabel: "Events, newest first",
			tabIndex: 0
		});
		const list = element("section", {
			className: "events",
			ariaLabel: "Events",
			hidden: true
		});
		list.append(element("header", {}, heading, status, clear), rows);
		let log;
		/** Events with a row, newest first. */
		let shown = [];
		function render() {
			list.hidden = log === void 0;
			if (log === void 0) return;
			const events = log.events().slice(-maxRows);
			renderRows(events);
			heading.textContent = countOf(log.total(), events.length);
			status.textContent = statusOf(log);
			status.className = log.ending()?.how ?? "running";
			clear.disabled = events.length === 0;
		}
		function renderRows(events) {
			const newest = shown[0]?.number ?? 0;
			const oldest = events[0]?.number ?? Number.POSITIVE_INFINITY;
			const added = events.filter(({ number }) => number > newest).map((event) => ({
				number: event.number,
				row: createRow(event)
			})).reverse();
			for (const { number, row } of shown) if (number < oldest) row.remove();
			shown = [...added, ...shown.filter(({ number }) => number >= oldest)];
			rows.prepend(...added.map(({ row }) => row));
		}
		return {
			element: list,
			show(next) {
				if (next === log) return;
				log = next;
				shown = [];
				rows.replaceChildren();
				render();
			},
			update: oncePerFrame(render)
		};
	}
	function createRow({ number, at, result }) {
		const json = element("pre");
		const details = element("details", { ontoggle() {
			if (details.open && json.textContent === "") json.textContent = JSON.stringify(result, null, 2);
		} });
		details.append(element("summary", { title: `Event ${number}` }, element("time", {
			dateTime: at.toISOString(),
			textContent: timeOf(at, { fractionalSecondDigits: 3 })
		}), ` ${summarizeEvent(result)}`), json);
		return element("li", {}, details);
	}
	function countOf(total, kept) {
		const count = `${total} ${total === 1 ? "event" : "events"}`;
		if (kept === total) return count;
		return kept === 0 ? `${count}, none kept` : `${count}, the last ${kept} kept`;
	}
	function statusOf(log) {
		const ending = log.ending();
		const { name, isConnected } = log.transport();
		if (ending === void 0) return `${isConnected ? "listening" : "connecting"} over ${name}`;
		const end = `${ending.how} ${timeOf(ending.at)}`;
		return ending.reason === void 0 ? end : `${end}: ${ending.reason}`;
	}
	function timeOf(at, options = {}) {
		return at.toLocaleTimeString("en-GB", {
			hour: "2-digit",
			minute: "2-digit",
			second: "2-digit",
			...options
		});
	}
	// src/server/graphiql/client/examples-menu.ts
	/** Creates a button that opens the examples by topic. */
	function createExamplesMenu(topics, open) {
		const search = element("input", {
			type: "search",
			placeholder: "Search by topic, kind or name",
			ariaLabel: "Search examples",
			autocomplete: "off"
		});
		const nothing = element("p", {
			textContent: "No example matches.",
			hidden: true
		});
		const close = element("button", {
			type: "button",
			textContent: "Close",
			onclick: () => menu.close()
		});
		const menu = element("dialog", {
			className: "examples",
			ariaLabel: "Examples"
		});
		const groups = topics.map(({ title, examples }) => {
			const items = examples.map((example) => createItem(title, example, () => choose(example)));
			const list = element("ul", {}, ...items.map(({ item }) => item));
			return {
				section: element("section", {}, element("h2", { textContent: title }), list),
				items
			};
		});
		menu.append(element("header", {}, search, close), element("div", { className: "topics" }, ...groups.map(({ section }) => section)), nothing);
		function choose(example) {
			menu.close();
			open(example);
		}
		function filter() {
			const words = search.value.toLowerCase().split(/\s+/);
			for (const { section, items } of groups) {
				for (const { item, text } of items) item.hidden = !words.every((word) => text.includes(word));
				section.hidden = items.every(({ item }) => item.hidden);
			}
			nothing.hidden = groups.some(({ section }) => !section.hidden);
		}
		search.addEventListener("input", filter);
		menu.addEventListener("click", ({ target }) => target === menu && menu.close());
		return element("div", {}, element("button", {
			type: "button",
			textContent: "Examples",
			ariaHasPopup: "dialog",
			onclick() {
				search.value = "";
				filter();
				menu.showModal();
			}
		}), menu);
	}
	function createItem(topic, example, onclick) {
		const { title, kind, description } = example;
		return {
			item: element("li", {}, element("button", {
				type: "button",
				onclick
			}, element("span", {
				className: "title",
				textContent: title
			}), element("span", {
				className: `kind ${kind}`,
				textContent: kind
			}), element("span", {
				className: "description",
				textContent: description
			}))),
			text: [
				topic,
				title,
				kind,
				description
			].join(" ").toLowerCase()
		};
	}
	// node_modules/graphql-sse/lib/utils.mjs
	/**
	*
	* utils
	*
	*/
	/** @private */
	function isObject$1(val) {
		return typeof val === "object" && val !== null;
	}
	// node_modules/graphql-sse/lib/common.mjs
	/**
	* Header key through which the event stream token is transmitted
	* when using the client in "single connection mode".
	*
	* Read more: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#single-connection-mode
	*
	* @category Common
	*/
	var TOKEN_HEADER_KEY = "x-graphql-event-stream-token";
	/** @category Common */
	function validateStreamEvent(e) {
		e = e;
		if (e !== "next" && e !== "complete") throw new Error(`Invalid stream event "${e}"`);
		return e;
	}
	/** @category Common */
	function parseStreamData(e, data) {
		if (data) try {
			data = JSON.parse(data);
		} catch {
			throw new Error("Invalid stream data");
		}
		if (e === "next" && !data) throw new Error("Stream data must be an object for \"next\" events");
		return data || null;
	}
	// node_modules/graphql-sse/lib/parser.mjs
	/**
	*
	* parser
	*
	*/
	var ControlChars;
	(function(ControlChars) {
		ControlChars[ControlChars["NewLine"] = 10] = "NewLine";
		ControlChars[ControlChars["CarriageReturn"] = 13] = "CarriageReturn";
		ControlChars[ControlChars["Space"] = 32] = "Space";
		ControlChars[ControlChars["Colon"] = 58] = "Colon";
	})(ControlChars || (ControlChars = {}));
	/**
	* HTTP response chunk parser for graphql-sse's event stream messages.
	*
	* Reference: https://github.com/Azure/fetch-event-source/blob/main/src/parse.ts
	*
	* @private
	*/
	function createParser() {
		let buffer;
		let position;
		let fieldLength;
		let discardTrailingNewline = false;
		let message = {
			event: "",
			data: ""
		};
		let pending = [];
		const decoder = new TextDecoder();
		return function parse(chunk) {
			if (buffer === void 0) {
				buffer = chunk;
				position = 0;
				fieldLength = -1;
			} else {
				const concat = new Uint8Array(buffer.length + chunk.length);
				concat.set(buffer);
				concat.set(chunk, buffer.length);
				buffer = concat;
			}
			const bufLength = buffer.length;
			let lineStart = 0;
			while (position < bufLength) {
				if (discardTrailingNewline) {
					if (buffer[position] === ControlChars.NewLine) lineStart = ++position;
					discardTrailingNewline = false;
				}
				let lineEnd = -1;
				for (; position < bufLength && lineEnd === -1; ++position) switch (buffer[position]) {
					case ControlChars.Colon:
						if (fieldLength === -1) fieldLength = position - lineStart;
						break;
					case ControlChars.CarriageReturn: discardTrailingNewline = true;
					case ControlChars.NewLine: lineEnd = position;
				}
				if (lineEnd === -1) break;
				else if (lineStart === lineEnd) {
					if (message.event || message.data) {
						if (!message.event) throw new Error("Missing message event");
						const event = validateStreamEvent(message.event);
						const data = parseStreamData(event, message.data);
						pending.push({
							event,
							data
						});
						message = {
							event: "",
							data: ""
						};
					}
				} else if (fieldLength > 0) {
					const line = buffer.subarray(lineStart, lineEnd);
					const field = decoder.decode(line.subarray(0, fieldLength));
					const valueOffset = fieldLength + (line[fieldLength + 1] === ControlChars.Space ? 2 : 1);
					const value = decoder.decode(line.subarray(valueOffset));
					switch (field) {
						case "event":
							message.event = value;
							break;
						case "data": message.data = message.data ? message.data + "\n" + value : value;
					}
				}
				lineStart = position;
				fieldLength = -1;
			}
			if (lineStart === bufLength) {
				buffer = void 0;
				const messages = [...pending];
				pending = [];
				return messages;
			} else if (lineStart !== 0) {
				buffer = buffer.subarray(lineStart);
				position -= lineStart;
			}
		};
	}
	// node_modules/graphql-sse/lib/client.mjs
	/**
	*
	* client
	*
	*/
	/**
	* Creates a disposable GraphQL over SSE client to transmit
	* GraphQL operation results.
	*
	* If you have an HTTP/2 server, it is recommended to use the client
	* in "distinct connections mode" (`singleConnection = false`) which will
	* create a new SSE connection for each subscribe. This is the default.
	*
	* However, when dealing with HTTP/1 servers from a browser, consider using
	* the "single connection mode" (`singleConnection = true`) which will
	* use only one SSE connection.
	*
	* @category Client
	*/
	function createClient$1(options) {
		const { singleConnection = false, lazy = true, lazyCloseTimeout = 0, onNonLazyError = console.error, generateID = function generateUUID() {
			return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (c) => {
				const r = Math.random() * 16 | 0;
				return (c == "x" ? r : r & 3 | 8).toString(16);
			});
		}, retryAttempts = 5, retry = async function randomisedExponentialBackoff(retries) {
			let retryDelay = 1e3;
			for (let i = 0; i < retries; i++) retryDelay *= 2;
			await new Promise((resolve) => setTimeout(resolve, retryDelay + Math.floor(Math.random() * 2700 + 300)));
		}, credentials = "same-origin", referrer, referrerPolicy, onMessage, on: clientOn } = options;
		const fetchFn = options.fetchFn || fetch;
		const AbortControllerImpl = options.abortControllerImpl || AbortController;
		const client = (() => {
			let disposed = false;
			const listeners = [];
			return {
				get disposed() {
					return disposed;
				},
				onDispose(cb) {
					if (disposed) {
						setTimeout(() => cb(), 0);
						return () => {};
					}
					listeners.push(cb);
					return () => {
						listeners.splice(listeners.indexOf(cb), 1);
					};
				},
				dispose() {
					if (disposed) return;
					disposed = true;
					for (const listener of [...listeners]) listener();
				}
			};
		})();
		let connCtrl, conn, locks = 0, retryingErr = null, retries = 0;
		async function getOrConnect() {
			try {
				if (client.disposed) throw new Error("Client has been disposed");
				return await (conn !== null && conn !== void 0 ? conn : conn = (async () => {
					var _a, _b, _c;
					if (retryingErr) {
						await retry(retries);
						if (connCtrl.signal.aborted) throw new Error("Connection aborted by the client");
						retries++;
					}
					(_a = clientOn === null || clientOn === void 0 ? void 0 : clientOn.connecting) === null || _a === void 0 || _a.call(clientOn, !!retryingErr);
					connCtrl = new AbortControllerImpl();
					const unlistenDispose = client.onDispose(() => connCtrl.abort());
					connCtrl.signal.addEventListener("abort", () => {
						unlistenDispose();
						conn = void 0;
					});
					const opts = options;
					const url = typeof opts.url === "function" ? await opts.url(void 0) : opts.url;
					if (connCtrl.signal.aborted) throw new Error("Connection aborted by the client");
					const headers = typeof opts.headers === "function" ? await opts.headers(void 0) : (_b = opts.headers) !== null && _b !== void 0 ? _b : {};
					if (connCtrl.signal.aborted) throw new Error("Connection aborted by the client");
					let res;
					try {
						res = await fetchFn(url, {
							signal: connCtrl.signal,
							method: "PUT",
							credentials,
							referrer,
							referrerPolicy,
							headers
						});
					} catch (err) {
						throw new NetworkError(err);
					}
					if (res.status !== 201) throw new NetworkError(res);
					headers[TOKEN_HEADER_KEY] = await res.text();
					const connected = await connect({
						signal: connCtrl.signal,
						headers,
						credentials,
						referrer,
						referrerPolicy,
						url,
						fetchFn,
						onMessage: (msg) => {
							var _a;
							(_a = clientOn === null || clientOn === void 0 ? void 0 : clientOn.message) === null || _a === void 0 || _a.call(clientOn, msg);
							onMessage === null || onMessage === void 0 || onMessage(msg);
						}
					});
					(_c = clientOn === null || clientOn === void 0 ? void 0 : clientOn.connected) === null || _c === void 0 || _c.call(clientOn, !!retryingErr);
					connected.waitForThrow().catch(() => conn = void 0);
					return connected;
				})());
			} catch (err) {
				conn = void 0;
				throw err;
			}
		}
		if (singleConnection && !lazy) (async () => {
			locks++;
			for (;;) try {
				const { waitForThrow } = await getOrConnect();
				await waitForThrow();
			} catch (err) {
				if (client.disposed) return;
				if (!(err instanceof NetworkError)) return onNonLazyError === null || onNonLazyError === void 0 ? void 0 : onNonLazyError(err);
				conn = void 0;
				if (!retryAttempts || retries >= retryAttempts) return onNonLazyError === null || onNonLazyError === void 0 ? void 0 : onNonLazyError(err);
				retryingErr = err;
			}
		})();
		function subscribe(request, sink, on) {
			if (!singleConnection) {
				const control = new AbortControllerImpl();
				const unlisten = client.onDispose(() => {
					unlisten();
					control.abort();
				});
				(async () => {
					var _a, _b, _c, _d, _e;
					let retryingErr = null, retries = 0;
					for (;;) try {
						if (retryingErr) {
							await retry(retries);
							if (control.signal.aborted) throw new Error("Connection aborted by the client");
							retries++;
						}
						(_a = clientOn === null || clientOn === void 0 ? void 0 : clientOn.connecting) === null || _a === void 0 || _a.call(clientOn, !!retryingErr);
						(_b = on === null || on === void 0 ? void 0 : on.connecting) === null || _b === void 0 || _b.call(on, !!retryingErr);
						const opts = options;
						const url = typeof opts.url === "function" ? await opts.url(request) : opts.url;
						if (control.signal.aborted) throw new Error("Connection aborted by the client");
						const headers = typeof opts.headers === "function" ? await opts.headers(request) : (_c = opts.headers) !== null && _c !== void 0 ? _c : {};
						if (control.signal.aborted) throw new Error("Connection aborted by the client");
						const { getResults } = await connect({
							signal: control.signal,
							headers: {
								...headers,
								"content-type": "application/json; charset=utf-8"
							},
							credentials,
							referrer,
							referrerPolicy,
							url,
							body: JSON.stringify(request),
							fetchFn,
							onMessage: (msg) => {
								var _a, _b;
								(_a = clientOn === null || clientOn === void 0 ? void 0 : clientOn.message) === null || _a === void 0 || _a.call(clientOn, msg);
								(_b = on === null || on === void 0 ? void 0 : on.message) === null || _b === void 0 || _b.call(on, msg);
								onMessage === null || onMessage === void 0 || onMessage(msg);
							}
						});
						(_d = clientOn === null || clientOn === void 0 ? void 0 : clientOn.connected) === null || _d === void 0 || _d.call(clientOn, !!retryingErr);
						(_e = on === null || on === void 0 ? void 0 : on.connected) === null || _e === void 0 || _e.call(on, !!retryingErr);
						for await (const result of getResults()) {
							retryingErr = null;
							retries = 0;
							sink.next(result);
						}
						return control.abort();
					} catch (err) {
						if (control.signal.aborted) return;
						if (!(err instanceof NetworkError)) throw err;
						if (!retryAttempts || retries >= retryAttempts) throw err;
						retryingErr = err;
					}
				})().then(() => sink.complete()).catch((err) => sink.error(err));
				return () => control.abort();
			}
			locks++;
			const control = new AbortControllerImpl();
			const unlisten = client.onDispose(() => {
				unlisten();
				control.abort();
			});
			(async () => {
				const operationId = generateID();
				request = {
					...request,
					extensions: {
						...request.extensions,
						operationId
					}
				};
				let complete = null;
				for (;;) {
					complete = null;
					try {
						const { url, headers, getResults } = await getOrConnect();
						let res;
						try {
							res = await fetchFn(url, {
								signal: control.signal,
								method: "POST",
								credentials,
								referrer,
								referrerPolicy,
								headers: {
									...headers,
									"content-type": "application/json; charset=utf-8"
								},
								body: JSON.stringify(request)
							});
						} catch (err) {
							throw new NetworkError(err);
						}
						if (res.status !== 202) throw new NetworkError(res);
						complete = async () => {
							let res;
							try {
								const control = new AbortControllerImpl();
								const unlisten = client.onDispose(() => {
									unlisten();
									control.abort();
								});
								res = await fetchFn(url + "?operationId=" + operationId, {
									signal: control.signal,
									method: "DELETE",
									credentials,
									referrer,
									referrerPolicy,
									headers
								});
							} catch (err) {
								throw new NetworkError(err);
							}
							if (res.status !== 200) throw new NetworkError(res);
						};
						for await (const result of getResults({
							signal: control.signal,
							operationId
						})) {
							retryingErr = null;
							retries = 0;
							sink.next(result);
						}
						complete = null;
						return control.abort();
					} catch (err) {
						if (control.signal.aborted) return await (complete === null || complete === void 0 ? void 0 : complete());
						if (!(err instanceof NetworkError)) {
							control.abort();
							throw err;
						}
						if (lazy) conn = void 0;
						if (!retryAttempts || retries >= retryAttempts) {
							control.abort();
							throw err;
						}
						retryingErr = err;
					} finally {
						if (control.signal.aborted && --locks === 0) {
							if (isFinite(lazyCloseTimeout) && lazyCloseTimeout > 0) setTimeout(() => {
								if (!locks) connCtrl.abort();
							}, lazyCloseTimeout);
							else connCtrl.abort();
						}
					}
				}
			})().then(() => sink.complete()).catch((err) => sink.error(err));
			return () => control.abort();
		}
		return {
			subscribe,
			iterate(request, on) {
				const pending = [];
				const deferred = {
					done: false,
					error: null,
					resolve: () => {}
				};
				const dispose = subscribe(request, {
					next(val) {
						pending.push(val);
						deferred.resolve();
					},
					error(err) {
						deferred.done = true;
						deferred.error = err;
						deferred.resolve();
					},
					complete() {
						deferred.done = true;
						deferred.resolve();
					}
				}, on);
				const iterator = (async function* iterator() {
					for (;;) {
						if (!pending.length) await new Promise((resolve) => deferred.resolve = resolve);
						while (pending.length) yield pending.shift();
						if (deferred.error) throw deferred.error;
						if (deferred.done) return;
					}
				})();
				iterator.throw = async (err) => {
					if (!deferred.done) {
						deferred.done = true;
						deferred.error = err;
						deferred.resolve();
					}
					return {
						done: true,
						value: void 0
					};
				};
				iterator.return = async () => {
					dispose();
					return {
						done: true,
						value: void 0
					};
				};
				return iterator;
			},
			dispose() {
				client.dispose();
			}
		};
	}
	/**
	* A network error caused by the client or an unexpected response from the server.
	*
	* Network errors are considered retryable, all others error types will be reported
	* immediately.
	*
	* To avoid bundling DOM typings (because the client can run in Node env too),
	* you should supply the `Response` generic depending on your Fetch implementation.
	*
	* @category Client
	*/
	var NetworkError = class extends Error {
		constructor(msgOrErrOrResponse) {
			let message, response;
			if (isResponseLike(msgOrErrOrResponse)) {
				response = msgOrErrOrResponse;
				message = "Server responded with " + msgOrErrOrResponse.status + ": " + msgOrErrOrResponse.statusText;
			} else if (msgOrErrOrResponse instanceof Error) message = msgOrErrOrResponse.message;
			else message = String(msgOrErrOrResponse);
			super(message);
			this.name = this.constructor.name;
			this.response = response;
		}
	};
	function isResponseLike(val) {
		return isObject$1(val) && typeof val["ok"] === "boolean" && typeof val["status"] === "number" && typeof val["statusText"] === "string";
	}
	async function connect(options) {
		const { signal, url, credentials, headers, body, referrer, referrerPolicy, fetchFn, onMessage } = options;
		const waiting = {};
		const queue = {};
		let res;
		try {
			res = await fetchFn(url, {
				signal,
				method: body ? "POST" : "GET",
				credentials,
				referrer,
				referrerPolicy,
				headers: {
					...headers,
					accept: "text/event-stream"
				},
				body
			});
		} catch (err) {
			throw new NetworkError(err);
		}
		if (!res.ok) throw new NetworkError(res);
		if (!res.body) throw new Error("Missing response body");
		let error = null;
		let waitingForThrow;
		(async () => {
			var _a;
			try {
				const parse = createParser();
				for await (const chunk of toAsyncIterable(res.body)) {
					if (typeof chunk === "string") throw error = /* @__PURE__ */ new Error(`Unexpected string chunk "${chunk}"`);
					let msgs;
					try {
						msgs = parse(chunk);
					} catch (err) {
						throw error = err;
					}
					if (!msgs) continue;
					for (const msg of msgs) {
						try {
							onMessage === null || onMessage === void 0 || onMessage(msg);
						} catch (err) {
							throw error = err;
						}
						const operationId = msg.data && "id" in msg.data ? msg.data.id : "";
						if (!(operationId in queue)) queue[operationId] = [];
						switch (msg.event) {
							case "next":
								if (operationId) queue[operationId].push(msg.data.payload);
								else queue[operationId].push(msg.data);
								break;
							case "complete":
								queue[operationId].push("complete");
								break;
							default: throw error = /* @__PURE__ */ new Error(`Unexpected message event "${msg.event}"`);
						}
						(_a = waiting[operationId]) === null || _a === void 0 || _a.proceed();
					}
				}
				if (Object.keys(waiting).length) throw new Error("Connection closed while having active streams");
			} catch (err) {
				if (!error && Object.keys(waiting).length) error = new NetworkError(err);
				else error = err;
				waitingForThrow === null || waitingForThrow === void 0 || waitingForThrow(error);
			} finally {
				Object.values(waiting).forEach(({ proceed }) => proceed());
			}
		})();
		return {
			url,
			headers,
			waitForThrow: () => new Promise((_, reject) => {
				if (error) return reject(error);
				waitingForThrow = reject;
			}),
			async *getResults(options) {
				var _a;
				const { signal, operationId = "" } = options !== null && options !== void 0 ? options : {};
				try {
					for (;;) {
						while ((_a = queue[operationId]) === null || _a === void 0 ? void 0 : _a.length) {
							const result = queue[operationId].shift();
							if (result === "complete") return;
							yield result;
						}
						if (error) throw error;
						if (signal === null || signal === void 0 ? void 0 : signal.aborted) throw new Error("Getting results aborted by the client");
						await new Promise((resolve) => {
							const proceed = () => {
								signal === null || signal === void 0 || signal.removeEventListener("abort", proceed);
								delete waiting[operationId];
								resolve();
							};
							signal === null || signal === void 0 || signal.addEventListener("abort", proceed);
							waiting[operationId] = { proceed };
						});
					}
				} finally {
					delete queue[operationId];
				}
			}
		};
	}
	/** Isomorphic ReadableStream to AsyncIterator converter. */
	function toAsyncIterable(val) {
		if (typeof Object(val)[Symbol.asyncIterator] === "function") {
			val = val;
			return val;
		}
		return (async function* () {
			const reader = val.getReader();
			let result;
			do {
				result = await reader.read();
				if (result.value !== void 0) yield result.value;
			} while (!result.done);
		})();
	}
	// node_modules/@0no-co/graphql.web/dist/graphql.web.mjs
	var e = {
		NAME: "Name",
		DOCUMENT: "Document",
		OPERATION_DEFINITION: "OperationDefinition",
		VARIABLE_DEFINITION: "VariableDefinition",
		SELECTION_SET: "SelectionSet",
		FIELD: "Field",
		ARGUMENT: "Argument",
		FRAGMENT_SPREAD: "FragmentSpread",
		INLINE_FRAGMENT: "InlineFragment",
		FRAGMENT_DEFINITION: "FragmentDefinition",
		VARIABLE: "Variable",
		INT: "IntValue",
		FLOAT: "FloatValue",
		STRING: "StringValue",
		BOOLEAN: "BooleanValue",
		NULL: "NullValue",
		ENUM: "EnumValue",
		LIST: "ListValue",
		OBJECT: "ObjectValue",
		OBJECT_FIELD: "ObjectField",
		DIRECTIVE: "Directive",
		NAMED_TYPE: "NamedType",
		LIST_TYPE: "ListType",
		NON_NULL_TYPE: "NonNullType"
	};
	var GraphQLError = class extends Error {
		constructor(e, r, i, n, t, a, o) {
			if (super(e), this.name = "GraphQLError", this.message = e, t) this.path = t;
			if (r) this.nodes = Array.isArray(r) ? r : [r];
			if (i) this.source = i;
			if (n) this.positions = n;
			if (a) this.originalError = a;
			var l = o;
			if (!l && a) {
				var d = a.extensions;
				if (d && "object" == typeof d) l = d;
			}
			this.extensions = l || {};
		}
		toJSON() {
			return {
				...this,
				message: this.message
			};
		}
		toString() {
			return this.message;
		}
		get [Symbol.toStringTag]() {
			return "GraphQLError";
		}
	};
	var i;
	var n;
	function error(e) {
		return new GraphQLError(`Syntax Error: Unexpected token at ${n} in ${e}`);
	}
	function advance(e) {
		if (e.lastIndex = n, e.test(i)) return i.slice(n, n = e.lastIndex);
	}
	var t = / +(?=[^\s])/y;
	function blockString(e) {
		var r = e.split("\n");
		var i = "";
		var n = 0;
		var a = 0;
		var o = r.length - 1;
		for (var l = 0; l < r.length; l++) if (t.lastIndex = 0, t.test(r[l])) {
			if (l && (!n || t.lastIndex < n)) n = t.lastIndex;
			a = a || l, o = l;
		}
		for (var d = a; d <= o; d++) {
			if (d !== a) i += "\n";
			i += r[d].slice(n).replace(/\\"""/g, "\"\"\"");
		}
		return i;
	}
	function ignored() {
		for (var e = 0 | i.charCodeAt(n++); 9 === e || 10 === e || 13 === e || 32 === e || 35 === e || 44 === e || 65279 === e; e = 0 | i.charCodeAt(n++)) if (35 === e) for (; (e = 0 | i.charCodeAt(n++)) && 10 !== e && 13 !== e;);
		n--;
	}
	function name() {
		var e = n;
		for (var r = 0 | i.charCodeAt(n++); r >= 48 && r <= 57 || r >= 65 && r <= 90 || 95 === r || r >= 97 && r <= 122; r = 0 | i.charCodeAt(n++));
		if (e === n - 1) throw error("Name");
		var t = i.slice(e, --n);
		return ignored(), t;
	}
	function nameNode() {
		return {
			kind: "Name",
			value: name()
		};
	}
	var a = /(?:"""|(?:[\s\S]*?[^\\])""")/y;
	var o = /(?:(?:\.\d+)?[eE][+-]?\d+|\.\d+)/y;
	function value(e) {
		var r;
		switch (i.charCodeAt(n)) {
			case 91:
				n++, ignored();
				var t = [];
				for (; 93 !== i.charCodeAt(n);) t.push(value(e));
				return n++, ignored(), {
					kind: "ListValue",
					values: t
				};
			case 123:
				n++, ignored();
				var l = [];
				for (; 125 !== i.charCodeAt(n);) {
					var d = nameNode();
					if (58 !== i.charCodeAt(n++)) throw error("ObjectField");
					ignored(), l.push({
						kind: "ObjectField",
						name: d,
						value: value(e)
					});
				}
				return n++, ignored(), {
					kind: "ObjectValue",
					fields: l
				};
			case 36:
				if (e) throw error("Variable");
				return n++, {
					kind: "Variable",
					name: nameNode()
				};
			case 34: if (34 === i.charCodeAt(n + 1) && 34 === i.charCodeAt(n + 2)) {
				if (n += 3, null == (r = advance(a))) throw error("StringValue");
				return ignored(), {
					kind: "StringValue",
					value: blockString(r.slice(0, -3)),
					block: !0
				};
			} else {
				var u = n;
				var s;
				n++;
				var c = !1;
				for (s = 0 | i.charCodeAt(n++); 92 === s && (n++, c = !0) || 10 !== s && 13 !== s && 34 !== s && s; s = 0 | i.charCodeAt(n++));
				if (34 !== s) throw error("StringValue");
				return r = i.slice(u, n), ignored(), {
					kind: "StringValue",
					value: c ? JSON.parse(r) : r.slice(1, -1),
					block: !1
				};
			}
			case 45:
			case 48:
			case 49:
			case 50:
			case 51:
			case 52:
			case 53:
			case 54:
			case 55:
			case 56:
			case 57:
				var v = n++;
				var f;
				for (; (f = 0 | i.charCodeAt(n++)) >= 48 && f <= 57;);
				var m = i.slice(v, --n);
				if (46 === (f = i.charCodeAt(n)) || 69 === f || 101 === f) {
					if (null == (r = advance(o))) throw error("FloatValue");
					return ignored(), {
						kind: "FloatValue",
						value: m + r
					};
				} else return ignored(), {
					kind: "IntValue",
					value: m
				};
			case 110: if (117 === i.charCodeAt(n + 1) && 108 === i.charCodeAt(n + 2) && 108 === i.charCodeAt(n + 3)) return n += 4, ignored(), { kind: "NullValue" };
			else break;
			case 116: if (114 === i.charCodeAt(n + 1) && 117 === i.charCodeAt(n + 2) && 101 === i.charCodeAt(n + 3)) return n += 4, ignored(), {
				kind: "BooleanValue",
				value: !0
			};
			else break;
			case 102: if (97 === i.charCodeAt(n + 1) && 108 === i.charCodeAt(n + 2) && 115 === i.charCodeAt(n + 3) && 101 === i.charCodeAt(n + 4)) return n += 5, ignored(), {
				kind: "BooleanValue",
				value: !1
			};
			else break;
		}
		return {
			kind: "EnumValue",
			value: name()
		};
	}
	function arguments_(e) {
		if (40 === i.charCodeAt(n)) {
			var r = [];
			n++, ignored();
			do {
				var t = nameNode();
				if (58 !== i.charCodeAt(n++)) throw error("Argument");
				ignored(), r.push({
					kind: "Argument",
					name: t,
					value: value(e)
				});
			} while (41 !== i.charCodeAt(n));
			return n++, ignored(), r;
		}
	}
	function directives(e) {
		if (64 === i.charCodeAt(n)) {
			var r = [];
			do
				n++, r.push({
					kind: "Directive",
					name: nameNode(),
					arguments: arguments_(e)
				});
			while (64 === i.charCodeAt(n));
			return r;
		}
	}
	function type() {
		var e = 0;
		for (; 91 === i.charCodeAt(n);) e++, n++, ignored();
		var r = {
			kind: "NamedType",
			name: nameNode()
		};
		do {
			if (33 === i.charCodeAt(n)) n++, ignored(), r = {
				kind: "NonNullType",
				type: r
			};
			if (e) {
				if (93 !== i.charCodeAt(n++)) throw error("NamedType");
				ignored(), r = {
					kind: "ListType",
					type: r
				};
			}
		} while (e--);
		return r;
	}
	function selectionSetStart() {
		if (123 !== i.charCodeAt(n++)) throw error("SelectionSet");
		return ignored(), selectionSet();
	}
	function selectionSet() {
		var e = [];
		do
			if (46 === i.charCodeAt(n)) {
				if (46 !== i.charCodeAt(++n) || 46 !== i.charCodeAt(++n)) throw error("SelectionSet");
				switch (n++, ignored(), i.charCodeAt(n)) {
					case 64:
						e.push({
							kind: "InlineFragment",
							typeCondition: void 0,
							directives: directives(!1),
							selectionSet: selectionSetStart()
						});
						break;
					case 111:
						if (110 === i.charCodeAt(n + 1)) n += 2, ignored(), e.push({
							kind: "InlineFragment",
							typeCondition: {
								kind: "NamedType",
								name: nameNode()
							},
							directives: directives(!1),
							selectionSet: selectionSetStart()
						});
						else e.push({
							kind: "FragmentSpread",
							name: nameNode(),
							directives: directives(!1)
						});
						break;
					case 123:
						n++, ignored(), e.push({
							kind: "InlineFragment",
							typeCondition: void 0,
							directives: void 0,
							selectionSet: selectionSet()
						});
						break;
					default: e.push({
						kind: "FragmentSpread",
						name: nameNode(),
						directives: directives(!1)
					});
				}
			} else {
				var r = nameNode();
				var t = void 0;
				if (58 === i.charCodeAt(n)) n++, ignored(), t = r, r = nameNode();
				var a = arguments_(!1);
				var o = directives(!1);
				var l = void 0;
				if (123 === i.charCodeAt(n)) n++, ignored(), l = selectionSet();
				e.push({
					kind: "Field",
					alias: t,
					name: r,
					arguments: a,
					directives: o,
					selectionSet: l
				});
			}
		while (125 !== i.charCodeAt(n));
		return n++, ignored(), {
			kind: "SelectionSet",
			selections: e
		};
	}
	function variableDefinitions() {
		if (ignored(), 40 === i.charCodeAt(n)) {
			var e = [];
			n++, ignored();
			do {
				var r = void 0;
				if (34 === i.charCodeAt(n)) r = value(!0);
				if (36 !== i.charCodeAt(n++)) throw error("Variable");
				var t = nameNode();
				if (58 !== i.charCodeAt(n++)) throw error("VariableDefinition");
				ignored();
				var a = type();
				var o = void 0;
				if (61 === i.charCodeAt(n)) n++, ignored(), o = value(!0);
				ignored();
				var l = {
					kind: "VariableDefinition",
					variable: {
						kind: "Variable",
						name: t
					},
					type: a,
					defaultValue: o,
					directives: directives(!0)
				};
				if (r) l.description = r;
				e.push(l);
			} while (41 !== i.charCodeAt(n));
			return n++, ignored(), e;
		}
	}
	function fragmentDefinition(e) {
		var r = nameNode();
		if (111 !== i.charCodeAt(n++) || 110 !== i.charCodeAt(n++)) throw error("FragmentDefinition");
		ignored();
		var t = {
			kind: "FragmentDefinition",
			name: r,
			typeCondition: {
				kind: "NamedType",
				name: nameNode()
			},
			directives: directives(!1),
			selectionSet: selectionSetStart()
		};
		if (e) t.description = e;
		return t;
	}
	function definitions() {
		var e = [];
		do {
			var r = void 0;
			if (34 === i.charCodeAt(n)) r = value(!0);
			if (123 === i.charCodeAt(n)) {
				if (r) throw error("Document");
				n++, ignored(), e.push({
					kind: "OperationDefinition",
					operation: "query",
					name: void 0,
					variableDefinitions: void 0,
					directives: void 0,
					selectionSet: selectionSet()
				});
			} else {
				var t = name();
				switch (t) {
					case "fragment":
						e.push(fragmentDefinition(r));
						break;
					case "query":
					case "mutation":
					case "subscription":
						var a;
						var o = void 0;
						if (40 !== (a = i.charCodeAt(n)) && 64 !== a && 123 !== a) o = nameNode();
						var l = {
							kind: "OperationDefinition",
							operation: t,
							name: o,
							variableDefinitions: variableDefinitions(),
							directives: directives(!1),
							selectionSet: selectionSetStart()
						};
						if (r) l.description = r;
						e.push(l);
						break;
					default: throw error("Document");
				}
			}
		} while (n < i.length);
		return e;
	}
	function parse(e, r) {
		if (i = e.body ? e.body : e, n = 0, ignored(), r && r.noLocation) return {
			kind: "Document",
			definitions: definitions()
		};
		else return {
			kind: "Document",
			definitions: definitions(),
			loc: {
				start: 0,
				end: i.length,
				startToken: void 0,
				endToken: void 0,
				source: {
					body: i,
					name: "graphql.web",
					locationOffset: {
						line: 1,
						column: 1
					}
				}
			}
		};
	}
	// src/server/graphiql/client/operations.ts
	/** Returns the parameters of a request, without members that are null. */
	function paramsOf({ query, operationName, variables }) {
		return {
			query,
			...operationName && { operationName },
			...isRecord$1(variables) && { variables }
		};
	}
	/**
	* Returns the operation to execute, with its kind. GraphiQL parses a document only a moment after it has changed, so just
	* after a change of tabs, it passes the operation name of the previous tab. A document that does not parse counts as a query.
	*/
	function chooseOperation(operation) {
		const definitions = operationsIn(operation.query);
		const named = definitions.find(({ name }) => name?.value === operation.operationName);
		const kind = (named ?? definitions[0])?.operation ?? "query";
		return {
			operation: named === void 0 ? {
				...operation,
				operationName: null
			} : operation,
			kind
		};
	}
	function operationsIn(query) {
		try {
			return parse(query, { noLocation: true }).definitions.filter((definition) => definition.kind === e.OPERATION_DEFINITION);
		} catch {
			return [];
		}
	}
	/** Returns the result that GraphiQL shows for a failure. */
	function resultOf({ message, errors }) {
		return { errors: errors ?? [{ message }] };
	}
	/** Returns the errors of a response; undefined if it has none. */
	function errorsOf(result) {
		if (typeof result !== "object" || result === null || !("errors" in result)) return void 0;
		return Array.isArray(result.errors) ? result.errors : void 0;
	}
	/** Returns the message of the first error, or a text for none. */
	function firstMessage(errors, fallback) {
		const first = errors?.[0];
		if (typeof first !== "object" || first === null || !("message" in first)) return fallback;
		return String(first.message);
	}
	function isRecord$1(value) {
		return typeof value === "object" && value !== null && !Array.isArray(value);
	}
	// src/server/graphiql/client/http.ts
	var UNAUTHENTICATED = 401;
	var SHOWN_BODY_LENGTH = 300;
	/** Executes a query or mutation over HTTP. Resolves to its result, or to the failure. */
	async function execute(url, operation, headers) {
		let response;
		try {
			response = await fetch(url, {
				method: "POST",
				headers: {
					accept: "application/graphql-response+json, application/json;q=0.9",
					"content-type": "application/json",
					...headers
				},
				body: JSON.stringify(operation)
			});
		} catch (error) {
			return { failure: unreachable(url, error) };
		}
		const { result, failure } = await readResult(response);
		return failure === void 0 || result !== void 0 && !failure.isUnauthenticated ? { result } : { failure };
	}
	/** Subscribes over server-sent events. Returns a function that unsubscribes. */
	function subscribeOverEvents(url, operation, headers, sink) {
		let failure;
		const client = createClient$1({
			url,
			headers,
			retryAttempts: 0,
			async fetchFn(...request) {
				let response;
				try {
					response = await fetch(...request);
				} catch (error) {
					failure = unreachable(url, error);
					throw error;
				}
				if (response.ok && response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
				const { result, failure: reason } = await readResult(response);
				failure = reason ?? {
					message: JSON.stringify(result),
					isUnauthenticated: false
				};
				throw new Error(failure.message);
			}
		});
		const stop = client.subscribe(paramsOf(operation), {
			next: (result) => sink.next(result),
			complete: () => sink.complete(),
			error: () => sink.fail(failure ?? LOST_CONNECTION)
		}, { connected: () => sink.connected() });
		return () => {
			stop();
			client.dispose();
		};
	}
	/** Failure of a connection that broke after it was established. */
	var LOST_CONNECTION = {
		message: "The connection to the gateway was lost. Run the subscription again to reconnect.",
		isUnauthenticated: false
	};
	/** Returns the failure to establish a connection. */
	function unreachable(url, error) {
		return {
			message: `The gateway at ${url} does not respond${error instanceof Error ? ` (${error.message})` : ""}. Check that it is running, then run the operation again.`,
			isUnauthenticated: false
		};
	}
	async function readResult(response) {
		const isUnauthenticated = response.status === UNAUTHENTICATED;
		const status = `HTTP ${response.status} ${response.statusText}`.trim();
		const text = await response.text().catch(() => "");
		try {
			const result = JSON.parse(text);
			const errors = errorsOf(result);
			if (response.ok && errors === void 0) return { result };
			return {
				result,
				failure: {
					message: firstMessage(errors, status),
					isUnauthenticated,
					...errors && { errors }
				}
			};
		} catch {
			const shown = text.slice(0, SHOWN_BODY_LENGTH).trim();
			return { failure: {
				message: `The response is not GraphQL: ${status}${shown && `, ${shown}`}`,
				isUnauthenticated
			} };
		}
	}
	// node_modules/graphql-ws/dist/common-CGW11Fyb.js
	function extendedTypeof(val) {
		if (val === null) return "null";
		if (Array.isArray(val)) return "array";
		return typeof val;
	}
	function isObject(val) {
		return extendedTypeof(val) === "object";
	}
	function areGraphQLFormattedErrors(obj) {
		return Array.isArray(obj) && obj.length > 0 && obj.every((ob) => "message" in ob);
	}
	function limitCloseReason(reason, whenTooLong) {
		return reason.length < 124 ? reason : whenTooLong;
	}
	var CloseCode = /* @__PURE__ */ ((CloseCode2) => {
		CloseCode2[CloseCode2["InternalServerError"] = 4500] = "InternalServerError";
		CloseCode2[CloseCode2["InternalClientError"] = 4005] = "InternalClientError";
		CloseCode2[CloseCode2["BadRequest"] = 4400] = "BadRequest";
		CloseCode2[CloseCode2["BadResponse"] = 4004] = "BadResponse";
		CloseCode2[CloseCode2["Unauthorized"] = 4401] = "Unauthorized";
		CloseCode2[CloseCode2["Forbidden"] = 4403] = "Forbidden";
		CloseCode2[CloseCode2["SubprotocolNotAcceptable"] = 4406] = "SubprotocolNotAcceptable";
		CloseCode2[CloseCode2["ConnectionInitialisationTimeout"] = 4408] = "ConnectionInitialisationTimeout";
		CloseCode2[CloseCode2["ConnectionAcknowledgementTimeout"] = 4504] = "ConnectionAcknowledgementTimeout";
		CloseCode2[CloseCode2["SubscriberAlreadyExists"] = 4409] = "SubscriberAlreadyExists";
		CloseCode2[CloseCode2["TooManyInitialisationRequests"] = 4429] = "TooManyInitialisationRequests";
		return CloseCode2;
	})(CloseCode || {});
	var MessageType = /* @__PURE__ */ ((MessageType2) => {
		MessageType2["ConnectionInit"] = "connection_init";
		MessageType2["ConnectionAck"] = "connection_ack";
		MessageType2["Ping"] = "ping";
		MessageType2["Pong"] = "pong";
		MessageType2["Subscribe"] = "subscribe";
		MessageType2["Next"] = "next";
		MessageType2["Error"] = "error";
		MessageType2["Complete"] = "complete";
		return MessageType2;
	})(MessageType || {});
	function validateMessage(val) {
		if (!isObject(val)) throw new Error(`Message is expected to be an object, but got ${extendedTypeof(val)}`);
		if (!val.type) throw new Error(`Message is missing the 'type' property`);
		if (typeof val.type !== "string") throw new Error(`Message is expects the 'type' property to be a string, but got ${extendedTypeof(val.type)}`);
		switch (val.type) {
			case "connection_init":
			case "connection_ack":
			case "ping":
			case "pong":
				if (val.payload != null && !isObject(val.payload)) throw new Error(`"${val.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${val.payload}"`);
				break;
			case "subscribe":
				if (typeof val.id !== "string") throw new Error(`"${val.type}" message expects the 'id' property to be a string, but got ${extendedTypeof(val.id)}`);
				if (!val.id) throw new Error(`"${val.type}" message requires a non-empty 'id' property`);
				if (!isObject(val.payload)) throw new Error(`"${val.type}" message expects the 'payload' property to be an object, but got ${extendedTypeof(val.payload)}`);
				if (typeof val.payload.query !== "string") throw new Error(`"${val.type}" message payload expects the 'query' property to be a string, but got ${extendedTypeof(val.payload.query)}`);
				if (val.payload.variables != null && !isObject(val.payload.variables)) throw new Error(`"${val.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${extendedTypeof(val.payload.variables)}`);
				if (val.payload.operationName != null && extendedTypeof(val.payload.operationName) !== "string") throw new Error(`"${val.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${extendedTypeof(val.payload.operationName)}`);
				if (val.payload.extensions != null && !isObject(val.payload.extensions)) throw new Error(`"${val.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${extendedTypeof(val.payload.extensions)}`);
				break;
			case "next":
				if (typeof val.id !== "string") throw new Error(`"${val.type}" message expects the 'id' property to be a string, but got ${extendedTypeof(val.id)}`);
				if (!val.id) throw new Error(`"${val.type}" message requires a non-empty 'id' property`);
				if (!isObject(val.payload)) throw new Error(`"${val.type}" message expects the 'payload' property to be an object, but got ${extendedTypeof(val.payload)}`);
				break;
			case "error":
				if (typeof val.id !== "string") throw new Error(`"${val.type}" message expects the 'id' property to be a string, but got ${extendedTypeof(val.id)}`);
				if (!val.id) throw new Error(`"${val.type}" message requires a non-empty 'id' property`);
				if (!areGraphQLFormattedErrors(val.payload)) throw new Error(`"${val.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(val.payload)}`);
				break;
			case "complete":
				if (typeof val.id !== "string") throw new Error(`"${val.type}" message expects the 'id' property to be a string, but got ${extendedTypeof(val.id)}`);
				if (!val.id) throw new Error(`"${val.type}" message requires a non-empty 'id' property`);
				break;
			default: throw new Error(`Invalid message 'type' property "${val.type}"`);
		}
		return val;
	}
	function parseMessage(data, reviver) {
		return validateMessage(typeof data === "string" ? JSON.parse(data, reviver) : data);
	}
	function stringifyMessage(msg, replacer) {
		validateMessage(msg);
		return JSON.stringify(msg, replacer);
	}
	// node_modules/graphql-ws/dist/client.js
	function createClient(options) {
		const { url, connectionParams, lazy = true, onNonLazyError = console.error, lazyCloseTimeout: lazyCloseTimeoutMs = 0, keepAlive = 0, disablePong, connectionAckWaitTimeout = 0, retryAttempts = 5, retryWait = async function randomisedExponentialBackoff(retries2) {
			const retryDelaySeconds = Math.pow(2, retries2);
			await new Promise((resolve) => setTimeout(resolve, retryDelaySeconds * 1e3 + Math.floor(Math.random() * 2700 + 300)));
		}, shouldRetry = isLikeCloseEvent, on, webSocketImpl, generateID = function generateUUID() {
			return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (c) => {
				const r = Math.random() * 16 | 0;
				return (c == "x" ? r : r & 3 | 8).toString(16);
			});
		}, jsonMessageReplacer: replacer, jsonMessageReviver: reviver } = options;
		let ws;
		if (webSocketImpl) {
			if (!isWebSocket(webSocketImpl)) throw new Error("Invalid WebSocket implementation provided");
			ws = webSocketImpl;
		} else if (typeof WebSocket !== "undefined") ws = WebSocket;
		else if (typeof global !== "undefined") ws = global.WebSocket || global.MozWebSocket;
		else if (typeof window !== "undefined") ws = window.WebSocket || window.MozWebSocket;
		if (!ws) throw new Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");
		const WebSocketImpl = ws;
		const emitter = (() => {
			const message = /* @__PURE__ */ (() => {
				const listeners2 = {};
				return {
					on(id, listener) {
						listeners2[id] = listener;
						return () => {
							delete listeners2[id];
						};
					},
					emit(message2) {
						if ("id" in message2) listeners2[message2.id]?.(message2);
					}
				};
			})();
			const listeners = {
				connecting: on?.connecting ? [on.connecting] : [],
				opened: on?.opened ? [on.opened] : [],
				connected: on?.connected ? [on.connected] : [],
				ping: on?.ping ? [on.ping] : [],
				pong: on?.pong ? [on.pong] : [],
				message: on?.message ? [message.emit, on.message] : [message.emit],
				closed: on?.closed ? [on.closed] : [],
				error: on?.error ? [on.error] : []
			};
			return {
				onMessage: message.on,
				on(event, listener) {
					const l = listeners[event];
					l.push(listener);
					return () => {
						const i = l.indexOf(listener);
						if (i > -1) l.splice(i, 1);
					};
				},
				emit(event, ...args) {
					for (const listener of [...listeners[event]]) listener(...args);
				}
			};
		})();
		function errorOrClosed(cb) {
			const listening = [emitter.on("error", (err) => {
				listening.forEach((unlisten) => unlisten());
				cb(err);
			}), emitter.on("closed", (event) => {
				listening.forEach((unlisten) => unlisten());
				cb(event);
			})];
			return () => listening.forEach((unlisten) => unlisten());
		}
		let connecting, locks = 0, lazyCloseTimeout, retrying = false, retries = 0, disposed = false;
		async function connect() {
			clearTimeout(lazyCloseTimeout);
			const [socket, throwOnClose] = await (connecting ?? (connecting = new Promise((connected, denied) => (async () => {
				if (retrying) {
					await retryWait(retries);
					if (!locks) {
						connecting = void 0;
						return denied({
							code: 1e3,
							reason: "All Subscriptions Gone"
						});
					}
					retries++;
				}
				emitter.emit("connecting", retrying);
				const socket2 = new WebSocketImpl(typeof url === "function" ? await url() : url, "graphql-transport-ws");
				let connectionAckTimeout, queuedPing;
				function enqueuePing() {
					if (isFinite(keepAlive) && keepAlive > 0) {
						clearTimeout(queuedPing);
						queuedPing = setTimeout(() => {
							if (socket2.readyState === WebSocketImpl.OPEN) {
								socket2.send(stringifyMessage({ type: MessageType.Ping }));
								emitter.emit("ping", false, void 0);
							}
						}, keepAlive);
					}
				}
				errorOrClosed((errOrEvent) => {
					connecting = void 0;
					clearTimeout(connectionAckTimeout);
					clearTimeout(queuedPing);
					denied(errOrEvent);
					if (errOrEvent instanceof TerminatedCloseEvent) {
						socket2.close(4499, "Terminated");
						socket2.onerror = null;
						socket2.onclose = null;
					}
				});
				socket2.onerror = (err) => emitter.emit("error", err);
				socket2.onclose = (event) => emitter.emit("closed", event);
				socket2.onopen = async () => {
					try {
						emitter.emit("opened", socket2);
						const payload = typeof connectionParams === "function" ? await connectionParams() : connectionParams;
						if (socket2.readyState !== WebSocketImpl.OPEN) return;
						socket2.send(stringifyMessage(payload ? {
							type: MessageType.ConnectionInit,
							payload
						} : { type: MessageType.ConnectionInit }, replacer));
						if (isFinite(connectionAckWaitTimeout) && connectionAckWaitTimeout > 0) connectionAckTimeout = setTimeout(() => {
							socket2.close(CloseCode.ConnectionAcknowledgementTimeout, "Connection acknowledgement timeout");
						}, connectionAckWaitTimeout);
						enqueuePing();
					} catch (err) {
						emitter.emit("error", err);
						socket2.close(CloseCode.InternalClientError, limitCloseReason(err instanceof Error ? err.message : String(err), "Internal client error"));
					}
				};
				let acknowledged = false;
				socket2.onmessage = ({ data }) => {
					try {
						const message = parseMessage(data, reviver);
						emitter.emit("message", message);
						if (message.type === "ping" || message.type === "pong") {
							emitter.emit(message.type, true, message.payload);
							if (message.type === "pong") enqueuePing();
							else if (!disablePong) {
								socket2.send(stringifyMessage(message.payload ? {
									type: MessageType.Pong,
									payload: message.payload
								} : { type: MessageType.Pong }, replacer));
								emitter.emit("pong", false, message.payload);
							}
							return;
						}
						if (acknowledged) return;
						if (message.type !== MessageType.ConnectionAck) throw new Error(`First message cannot be of type ${message.type}`);
						clearTimeout(connectionAckTimeout);
						acknowledged = true;
						emitter.emit("connected", socket2, message.payload, retrying);
						retrying = false;
						retries = 0;
						const throwOnClose2 = new Promise((_, reject) => errorOrClosed(reject));
						throwOnClose2.catch(() => {});
						connected([socket2, throwOnClose2]);
					} catch (err) {
						socket2.onmessage = null;
						emitter.emit("error", err);
						socket2.close(CloseCode.BadResponse, limitCloseReason(err instanceof Error ? err.message : String(err), "Bad response"));
					}
				};
			})())));
			if (socket.readyState === WebSocketImpl.CLOSING) await throwOnClose;
			let release = () => {};
			const released = new Promise((resolve) => release = resolve);
			return [
				socket,
				release,
				new Promise((resolve, reject) => {
					const unlisten = errorOrClosed(reject);
					if (socket.readyState !== WebSocketImpl.OPEN) throwOnClose.catch(reject);
					released.then(() => {
						unlisten();
						if (!locks) {
							const complete = () => socket.close(1e3, "Normal Closure");
							if (isFinite(lazyCloseTimeoutMs) && lazyCloseTimeoutMs > 0) {
								clearTimeout(lazyCloseTimeout);
								lazyCloseTimeout = setTimeout(() => {
									if (!locks && socket.readyState === WebSocketImpl.OPEN) complete();
								}, lazyCloseTimeoutMs);
							} else complete();
						}
						resolve();
					});
				})
			];
		}
		function shouldRetryConnectOrThrow(errOrCloseEvent) {
			if (isLikeCloseEvent(errOrCloseEvent) && (isFatalInternalCloseCode(errOrCloseEvent.code) || [
				CloseCode.InternalServerError,
				CloseCode.InternalClientError,
				CloseCode.BadRequest,
				CloseCode.BadResponse,
				CloseCode.Unauthorized,
				CloseCode.SubprotocolNotAcceptable,
				CloseCode.SubscriberAlreadyExists,
				CloseCode.TooManyInitialisationRequests
			].includes(errOrCloseEvent.code))) throw errOrCloseEvent;
			if (disposed) return false;
			if (isLikeCloseEvent(errOrCloseEvent) && errOrCloseEvent.code === 1e3) return locks > 0;
			if (!retryAttempts || retries >= retryAttempts) throw errOrCloseEvent;
			if (!shouldRetry(errOrCloseEvent)) throw errOrCloseEvent;
			return retrying = true;
		}
		if (!lazy) (async () => {
			locks++;
			for (;;) try {
				const [, , throwOnClose] = await connect();
				await throwOnClose;
			} catch (errOrCloseEvent) {
				try {
					if (!shouldRetryConnectOrThrow(errOrCloseEvent)) return;
				} catch (errOrCloseEvent2) {
					return onNonLazyError?.(errOrCloseEvent2);
				}
			}
		})();
		function subscribe(payload, sink) {
			const id = generateID(payload);
			let done = false, errored = false, releaser = () => {
				locks--;
				done = true;
			};
			(async () => {
				locks++;
				for (;;) try {
					const [socket, release, waitForReleaseOrThrowOnClose] = await connect();
					if (done) {
						waitForReleaseOrThrowOnClose.catch(() => {});
						return release();
					}
					const unlisten = emitter.onMessage(id, (message) => {
						switch (message.type) {
							case MessageType.Next:
								sink.next(message.payload);
								return;
							case MessageType.Error:
								errored = true, done = true;
								sink.error(message.payload);
								releaser();
								return;
							case MessageType.Complete:
								done = true;
								releaser();
								return;
						}
					});
					socket.send(stringifyMessage({
						id,
						type: MessageType.Subscribe,
						payload
					}, replacer));
					releaser = () => {
						if (!done && socket.readyState === WebSocketImpl.OPEN) socket.send(stringifyMessage({
							id,
							type: MessageType.Complete
						}, replacer));
						locks--;
						done = true;
						release();
					};
					await waitForReleaseOrThrowOnClose.finally(unlisten);
					return;
				} catch (errOrCloseEvent) {
					if (!shouldRetryConnectOrThrow(errOrCloseEvent)) return;
				}
			})().then(() => {
				if (!errored) sink.complete();
			}).catch((err) => {
				sink.error(err);
			});
			return () => {
				if (!done) releaser();
			};
		}
		return {
			on: emitter.on,
			subscribe,
			iterate(request) {
				const pending = [];
				const deferred = {
					done: false,
					error: null,
					resolve: () => {}
				};
				const dispose = subscribe(request, {
					next(val) {
						pending.push(val);
						deferred.resolve();
					},
					error(err) {
						deferred.done = true;
						deferred.error = err;
						deferred.resolve();
					},
					complete() {
						deferred.done = true;
						deferred.resolve();
					}
				});
				const iterator = async function* iterator2() {
					for (;;) {
						if (!pending.length) await new Promise((resolve) => deferred.resolve = resolve);
						while (pending.length) yield pending.shift();
						if (deferred.error) throw deferred.error;
						if (deferred.done) return;
					}
				}();
				iterator.throw = async (err) => {
					if (!deferred.done) {
						deferred.done = true;
						deferred.error = err;
						deferred.resolve();
					}
					return {
						done: true,
						value: void 0
					};
				};
				iterator.return = async () => {
					dispose();
					return {
						done: true,
						value: void 0
					};
				};
				return iterator;
			},
			async dispose() {
				disposed = true;
				if (connecting) {
					const [socket] = await connecting;
					socket.close(1e3, "Normal Closure");
				}
			},
			terminate() {
				if (connecting) emitter.emit("closed", new TerminatedCloseEvent());
			}
		};
	}
	var TerminatedCloseEvent = class extends Error {
		name = "TerminatedCloseEvent";
		message = "4499: Terminated";
		code = 4499;
		reason = "Terminated";
		wasClean = false;
	};
	function isLikeCloseEvent(val) {
		return isObject(val) && "code" in val && "reason" in val;
	}
	function isFatalInternalCloseCode(code) {
		if ([
			1e3,
			1001,
			1006,
			1005,
			1012,
			1013,
			1014
		].includes(code)) return false;
		return code >= 1e3 && code <= 1999;
	}
	function isWebSocket(val) {
		return typeof val === "function" && "constructor" in val && "CLOSED" in val && "CLOSING" in val && "CONNECTING" in val && "OPEN" in val;
	}
	// src/server/graphiql/client/websocket.ts
	/** Close code of the gateway for a missing, invalid or expired token. */
	var FORBIDDEN = 4403;
	/** Time for the handshake. Some proxies neither upgrade a connection nor reject the request. */
	var HANDSHAKE_TIMEOUT_MS = 8e3;
	/** Subscribes over a WebSocket of its own, which has the current token. Returns a function that unsubscribes. */
	function subscribeOverWebSocket(url, operation, headers, sink, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS) {
		let isOpen = false;
		let isAbandoned = false;
		const client = createClient({
			url: url.replace(/^http/, "ws"),
			connectionParams: headers,
			retryAttempts: 0,
			on: {
				opened() {
					isOpen = true;
					clearTimeout(handshake);
				},
				connected: () => sink.connected()
			}
		});
		const abandon = () => {
			isAbandoned = true;
			clearTimeout(handshake);
			stop();
			Promise.resolve(client.dispose()).catch(() => {});
		};
		const fallBack = () => {
			abandon();
			sink.notOpened();
		};
		const handshake = setTimeout(fallBack, handshakeTimeoutMs);
		const stop = client.subscribe(paramsOf(operation), {
			next: (result) => sink.next(result),
			complete: () => isAbandoned || sink.complete(),
			error(error) {
				if (isAbandoned) return;
				if (isOpen) sink.fail(failureOf(error));
				else fallBack();
			}
		});
		return abandon;
	}
	/** Converts an error of the client: the errors of the operation, the event of the close, or an exception. */
	function failureOf(error) {
		if (Array.isArray(error)) return {
			message: firstMessage(error, "The operation failed."),
			isUnauthenticated: false,
			errors: error
		};
		if (error instanceof CloseEvent && error.reason !== "") {
			const isUnauthenticated = error.code === FORBIDDEN;
			return {
				message: `The gateway closed the connection: ${error.reason}`,
				isUnauthenticated
			};
		}
		if (error instanceof CloseEvent || error instanceof Event) return LOST_CONNECTION;
		return {
			message: String(error),
			isUnauthenticated: false
		};
	}
	// src/server/graphiql/client/fetcher.ts
	/** GraphiQL executes this operation by itself, to load the schema. */
	var INTROSPECTION = "IntrospectionQuery";
	var NO_TOKEN = {
		message: "This gateway requires an access token: paste one into the box at the top of the page, then run again.",
		isUnauthenticated: false
	};
	/** Creates the function with which GraphiQL executes operations with the shared token. */
	function createFetcher(options) {
		const { url, token, needsToken } = options;
		/** Returns headers with the shared token, unless the tab has an Authorization header of its own. */
		function authorize(headers) {
			const current = token.current();
			return current === void 0 || hasToken(headers) ? headers : {
				...headers,
				authorization: `Bearer ${current}`
			};
		}
		function noteFailure({ isUnauthenticated, message }, sent, headers) {
			if (isUnauthenticated && !hasToken(headers)) token.reject(sent, message);
		}
		const isTokenMissing = (headers) => needsToken && token.current() === void 0 && !hasToken(headers);
		async function run(operation, headers) {
			if (isTokenMissing(headers)) return {
				result: resultOf(NO_TOKEN),
				isTokenRejected: false
			};
			const sent = token.current();
			const outcome = await execute(url, operation, authorize(headers));
			if (!("failure" in outcome)) return {
				result: outcome.result,
				isTokenRejected: false
			};
			noteFailure(outcome.failure, sent, headers);
			const isTokenRejected = outcome.failure.isUnauthenticated && !hasToken(headers);
			return {
				result: resultOf(outcome.failure),
				isTokenRejected
			};
		}
		/** Loads the schema once there is a valid token, so that GraphiQL shows no error before users can enter one. */
		async function introspect(operation, headers) {
			for (;;) {
				const replaced = token.replaced();
				if (!isTokenMissing(headers)) {
					const { result, isTokenRejected } = await run(operation, headers);
					if (!isTokenRejected || !needsToken) return result;
				}
				await replaced;
			}
		}
		function subscribe(operation, headers) {
			return { subscribe(observer) {
				const log = options.startLog();
				const shown = showNewest(observer, options.beforePaint);
				const sent = token.current();
				const sink = {
					connected() {
						log.useTransport({
							...log.transport(),
							isConnected: true
						});
					},
					next(result) {
						if (log.ending() !== void 0) return;
						log.add(result);
						shown.next(result);
					},
					complete() {
						if (log.ending() !== void 0) return;
						log.end("ended");
						shown.complete();
					},
					fail(failure) {
						if (log.ending() !== void 0) return;
						noteFailure(failure, sent, headers);
						log.end("failed", failure.message);
						if (log.total() === 0) shown.next(resultOf(failure));
						shown.complete();
					}
				};
				if (isTokenMissing(headers)) {
					sink.fail(NO_TOKEN);
					return { unsubscribe() {} };
				}
				const stop = connect(operation, headers, log, sink);
				return { unsubscribe() {
					log.end("stopped");
					shown.cancel();
					stop();
				} };
			} };
		}
		/** Subscribes over a WebSocket. Headers of a tab, and proxies without WebSockets, require server-sent events. */
		function connect(operation, headers, log, sink) {
			const overEvents = () => {
				log.useTransport({
					name: "server-sent events",
					isConnected: false
				});
				return subscribeOverEvents(url, operation, authorize(headers), sink);
			};
			if (Object.keys(headers).length > 0) return overEvents();
			let stop = subscribeOverWebSocket(url, operation, authorize(headers), {
				...sink,
				notOpened() {
					if (log.ending() === void 0) stop = overEvents();
				}
			});
			return () => stop();
		}
		return (passed, { headers = {}, documentAST } = {}) => {
			if (passed.operationName === INTROSPECTION && documentAST === void 0) return introspect(passed, headers);
			const { operation, kind } = chooseOperation(passed);
			if (kind === "subscription") return subscribe(operation, headers);
			options.removeLog();
			return run(operation, headers).then(({ result }) => result);
		};
	}
	function hasToken(headers) {
		return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
	}
	/** Passes on only the newest result before each paint, since GraphiQL formats and highlights each. */
	function showNewest(observer, beforePaint) {
		let newest;
		const show = () => {
			if (newest === void 0) return;
			const { result } = newest;
			newest = void 0;
			observer.next(result);
		};
		const schedule = beforePaint(show);
		return {
			next(result) {
				newest = { result };
				schedule();
			},
			/** Discards a result that is not shown yet: the response may be that of another tab by then. */
			cancel() {
				newest = void 0;
			},
			complete() {
				show();
				observer.complete();
			}
		};
	}
	// src/server/graphiql/client/storage.ts
	/**
	* Returns storage in memory if the browser blocks its own, which would otherwise stop GraphiQL from starting. Undefined
	* means that GraphiQL can use the browser's storage.
	*/
	function replaceBlockedStorage(openBrowserStorage) {
		try {
			const storage = openBrowserStorage();
			storage.setItem("graphiql:probe", "1");
			storage.removeItem("graphiql:probe");
			return;
		} catch {
			return createMemoryStorage();
		}
	}
	function createMemoryStorage() {
		const items = /* @__PURE__ */ new Map();
		return {
			get length() {
				return items.size;
			},
			getItem: (key) => items.get(key) ?? null,
			setItem: (key, value) => void items.set(key, value),
			removeItem: (key) => void items.delete(key),
			clear: () => items.clear()
		};
	}
	/**
	* Returns the active tab that GraphiQL has stored, if any. GraphiQL adds a tab on each reload unless its initial query is
	* that of a stored tab.
	*/
	function storedTab(storage) {
		const { tabs, activeTabIndex } = parseRecord(storage.getItem("graphiql:tabState"));
		const tab = Array.isArray(tabs) && typeof activeTabIndex === "number" ? tabs[activeTabIndex] : void 0;
		if (!isRecord(tab) || typeof tab["query"] !== "string") return void 0;
		const variables = tab["variables"];
		return {
			query: tab["query"],
			variables: typeof variables === "string" ? variables : void 0
		};
	}
	function parseRecord(json) {
		try {
			const value = JSON.parse(json ?? "");
			return isRecord(value) ? value : {};
		} catch {
			return {};
		}
	}
	function isRecord(value) {
		return typeof value === "object" && value !== null;
	}
	// src/server/graphiql/client/event-log.ts
	/** Creates the log of a subscription that starts now. */
	function createEventLog({ maxEvents, now, onChange }) {
		let events = [];
		let total = 0;
		let ending;
		let transport = {
			name: "WebSocket",
			isConnected: false
		};
		return {
			transport: () => transport,
			events: () => events,
			total: () => total,
			ending: () => ending,
			useTransport(next) {
				transport = next;
				onChange();
			},
			add(result) {
				total++;
				events.push({
					number: total,
					at: now(),
					result
				});
				if (events.length >= 2 * maxEvents) events = events.slice(-maxEvents);
				onChange();
			},
			end(how, reason) {
				if (ending !== void 0) return;
				ending = {
					at: now(),
					how,
					...reason !== void 0 && { reason }
				};
				onChange();
			},
			clear() {
				events = [];
				onChange();
			}
		};
	}
	// src/server/graphiql/client/tab-logs.ts
	/** Creates the event logs of no tabs. */
	function createTabLogs({ onShow, ...options }) {
		const logs = /* @__PURE__ */ new Map();
		let active;
		return {
			start() {
				const log = createEventLog(options);
				logs.set(active, log);
				onShow(log);
				return log;
			},
			remove() {
				logs.delete(active);
				onShow(void 0);
			},
			onTabChange({ tabs, activeTabIndex }) {
				active = tabs[activeTabIndex]?.id;
				const open = new Set(tabs.map(({ id }) => id));
				for (const id of logs.keys()) if (id !== void 0 && !open.has(id)) logs.delete(id);
				onShow(logs.get(active));
			}
		};
	}
	// src/server/graphiql/client/token.ts
	/** Creates the shared token, which is missing at first. */
	function createSharedToken() {
		let token;
		let rejection;
		let replacement = Promise.withResolvers();
		const listeners = [];
		const notify = () => {
			for (const listener of listeners) listener();
		};
		return {
			current: () => token,
			rejection: () => rejection,
			set(next) {
				token = next;
				rejection = void 0;
				notify();
				if (next === void 0) return;
				const { resolve } = replacement;
				replacement = Promise.withResolvers();
				resolve();
			},
			reject(rejected, reason) {
				if (rejected !== token) return;
				rejection = reason;
				notify();
			},
			onChange: (listener) => void listeners.push(listener),
			replaced: () => replacement.promise
		};
	}
	/** Extracts the token from pasted text: a token, an Authorization header, or the JSON of a token endpoint. */
	function parseToken(text) {
		const token = (accessTokenOf(text) ?? text).trim().replace(/^["']|["',]+$/g, "").replace(/^Authorization:\s*/i, "").replace(/^Bearer\s+/i, "").replace(/\s*\n\s*/g, "");
		return /^[\w.~+/=-]+$/.test(token) ? token : void 0;
	}
	function accessTokenOf(text) {
		return /"access_token"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? /"authorization"\s*:\s*"([^"]+)"/i.exec(text)?.[1];
	}
	/** Reads a JWT without verifying it. */
	function readToken(token) {
		try {
			const base64 = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			const claims = JSON.parse(new TextDecoder().decode(bytes));
			if (typeof claims !== "object" || claims === null) return NOTHING_KNOWN;
			return {
				subject: "sub" in claims && typeof claims.sub === "string" ? claims.sub : void 0,
				expiresAt: "exp" in claims && typeof claims.exp === "number" ? /* @__PURE__ */ new Date(claims.exp * 1e3) : void 0
			};
		} catch {
			return NOTHING_KNOWN;
		}
	}
	var NOTHING_KNOWN = {
		subject: void 0,
		expiresAt: void 0
	};
	// src/server/graphiql/client/token-box.ts
	/** Creates the box in which users enter the token that all tabs share. */
	function createTokenBox(token, { issuer, audience }, now) {
		const message = element("output", { id: "token-message" });
		const input = element("input", {
			id: "token",
			type: "text",
			className: "secret",
			placeholder: "Paste an access token",
			autocomplete: "off",
			autocapitalize: "off",
			spellcheck: false
		});
		input.setAttribute("aria-describedby", message.id);
		const use = element("button", {
			type: "button",
			textContent: "Use token",
			onclick: enter
		});
		const forget = element("button", {
			type: "button",
			textContent: "Forget token",
			onclick() {
				token.set(void 0);
				input.focus();
			}
		});
		const box = element("section", {
			className: "token",
			ariaLabel: "Access token"
		});
		box.append(element("label", {
			htmlFor: input.id,
			textContent: "Token"
		}), input, use, forget, message);
		function enter() {
			const parsed = parseToken(input.value);
			if (parsed === void 0) {
				show("That is not an access token. Paste a token such as eyJhbGciOi…, with or without “Bearer”.", "problem");
				return;
			}
			input.value = "";
			token.set(parsed);
		}
		function show(text, className = "") {
			message.textContent = text;
			message.className = className;
		}
		function render() {
			const current = token.current();
			const rejection = token.rejection();
			const isAccepted = current !== void 0 && rejection === void 0;
			box.classList.toggle("entered", isAccepted);
			input.hidden = isAccepted;
			use.hidden = isAccepted;
			forget.hidden = !isAccepted;
			const wanted = `token issued by ${issuer} for the audience ${audience}.`;
			if (rejection !== void 0) show(`${withPeriod(rejection)} Paste a ${wanted}`, "problem");
			else if (current !== void 0) show(describe(current, now()));
			else show(`This gateway requires an access ${wanted} It stays in the memory of this page.`);
		}
		input.addEventListener("keydown", ({ key }) => {
			if (key === "Enter") enter();
		});
		input.addEventListener("paste", () => setTimeout(enter));
		token.onChange(render);
		render();
		return box;
	}
	function describe(token, now) {
		const { subject, expiresAt } = readToken(token);
		const who = subject === void 0 ? "Used by all tabs" : `Used by all tabs as ${subject}`;
		if (expiresAt === void 0) return who;
		const time = expiresAt.toLocaleTimeString("en-GB", {
			hour: "2-digit",
			minute: "2-digit"
		});
		const date = expiresAt.toDateString() === now.toDateString() ? "" : `${expiresAt.toLocaleDateString("en-CA")} `;
		return `${who}, ${expiresAt > now ? "expires" : "expired"} ${date}${time}`;
	}
	function withPeriod(text) {
		return /[.!?]$/.test(text) ? text : `${text}.`;
	}
	// src/server/graphiql/client/main.ts
	/** Events kept for each tab. A page with more rows is slow on phones. */
	var MAX_EVENTS = 500;
	/** Starts the page. */
	function start({ identityProvider, topics, firstExamples }) {
		const now = () => /* @__PURE__ */ new Date();
		const token = createSharedToken();
		const events = createEventList(MAX_EVENTS);
		const logs = createTabLogs({
			maxEvents: MAX_EVENTS,
			now,
			onShow: events.show,
			onChange: events.update
		});
		const bar = element("header", { className: "graphiql-container bar" });
		bar.append(element("h1", { textContent: "AppStream" }), createExamplesMenu(topics, openInTab));
		if (identityProvider !== void 0) bar.append(createTokenBox(token, identityProvider, now));
		const root = element("main", { id: "root" });
		document.body.append(bar, root);
		const reveal = oncePerFrame(revealActiveTab);
		whenPresent(".graphiql-tab-active", reveal);
		whenPresent(".graphiql-response", (response) => response.append(events.element));
		const location = new URL(document.location.href);
		const linkedQuery = location.searchParams.get("query") ?? void 0;
		location.searchParams.delete("query");
		history.replaceState({}, "", location);
		const replacement = replaceBlockedStorage(() => localStorage);
		const initial = linkedQuery === void 0 ? storedTab(replacement ?? localStorage) : { query: linkedQuery };
		YogaGraphiQL.renderYogaGraphiQL(root, {
			fetcher: createFetcher({
				url: `${location.origin}${location.pathname}`,
				token,
				needsToken: identityProvider !== void 0,
				startLog: logs.start,
				removeLog: logs.remove,
				beforePaint: oncePerFrame
			}),
			storage: replacement,
			shouldPersistHeaders: false,
			showPersistHeadersSettings: false,
			defaultEditorToolsVisibility: false,
			defaultTabs: [...linkedQuery === void 0 ? [] : [{ query: linkedQuery }], ...topics.flatMap(({ examples }) => examples).filter(({ name }) => firstExamples.includes(name))].map(({ query }) => ({ query })),
			onTabChange(tabs) {
				logs.onTabChange(tabs);
				reveal();
			},
			onEditQuery() {},
			...initial
		});
	}
	exports.start = start;
	return exports;
})({});
