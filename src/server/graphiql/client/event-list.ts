import { element, oncePerFrame } from './dom.ts'
import type { EventLog, LoggedEvent } from './event-log.ts'
import { summarizeEvent } from './event-summary.ts'

/** List of the events of a subscription, newest first. */
export interface EventList {
  readonly element: HTMLElement
  /** Shows another log; undefined hides the list. */
  show(log: EventLog | undefined): void
  /** Updates the list before the next paint. */
  update(): void
}

/** Creates the list. Of many events it shows the newest. */
export function createEventList(maxRows: number): EventList {
  const heading = element('h2')
  const status = element('span', { role: 'status' })
  const clear = element('button', { type: 'button', textContent: 'Clear', onclick: () => log?.clear() })
  const rows = element('ol', { ariaLabel: 'Events, newest first', tabIndex: 0 })
  const list = element('section', { className: 'events', ariaLabel: 'Events', hidden: true })
  list.append(element('header', {}, heading, status, clear), rows)
  let log: EventLog | undefined
  /** Events with a row, newest first. */
  let shown: { readonly number: number; readonly row: HTMLElement }[] = []

  function render(): void {
    list.hidden = log === undefined
    if (log === undefined) return
    const events = log.events().slice(-maxRows)
    renderRows(events)
    heading.textContent = countOf(log.total(), events.length)
    status.textContent = statusOf(log)
    status.className = log.ending()?.how ?? 'running'
    clear.disabled = events.length === 0
  }

  function renderRows(events: readonly LoggedEvent[]): void {
    const newest = shown[0]?.number ?? 0
    const oldest = events[0]?.number ?? Number.POSITIVE_INFINITY
    const added = events
      .filter(({ number }) => number > newest)
      .map((event) => ({ number: event.number, row: createRow(event) }))
      .reverse()
    for (const { number, row } of shown) if (number < oldest) row.remove()
    shown = [...added, ...shown.filter(({ number }) => number >= oldest)]
    rows.prepend(...added.map(({ row }) => row))
  }

  return {
    element: list,
    show(next) {
      if (next === log) return
      log = next
      shown = []
      rows.replaceChildren()
      render()
    },
    update: oncePerFrame(render),
  }
}

function createRow({ number, at, result }: LoggedEvent): HTMLElement {
  const json = element('pre')
  const details = element('details', {
    // Formatted on demand, because few of many events are opened.
    ontoggle() {
      if (details.open && json.textContent === '') json.textContent = JSON.stringify(result, null, 2)
    },
  })
  details.append(
    element(
      'summary',
      { title: `Event ${number}` },
      element('time', { dateTime: at.toISOString(), textContent: timeOf(at, { fractionalSecondDigits: 3 }) }),
      ` ${summarizeEvent(result)}`,
    ),
    json,
  )
  return element('li', {}, details)
}

function countOf(total: number, kept: number): string {
  const count = `${total} ${total === 1 ? 'event' : 'events'}`
  if (kept === total) return count
  return kept === 0 ? `${count}, none kept` : `${count}, the last ${kept} kept`
}

function statusOf(log: EventLog): string {
  const ending = log.ending()
  const { name, isConnected } = log.transport()
  if (ending === undefined) return `${isConnected ? 'listening' : 'connecting'} over ${name}`
  const end = `${ending.how} ${timeOf(ending.at)}`
  return ending.reason === undefined ? end : `${end}: ${ending.reason}`
}

function timeOf(at: Date, options: Intl.DateTimeFormatOptions = {}): string {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', ...options })
}
