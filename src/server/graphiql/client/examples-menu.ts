import { element } from './dom.ts'
import type { Example, Topic } from './settings.ts'

/** Creates a button that opens the examples by topic. */
export function createExamplesMenu(topics: readonly Topic[], open: (example: Example) => void): HTMLElement {
  const search = element('input', {
    type: 'search',
    placeholder: 'Search by topic, kind or name',
    ariaLabel: 'Search examples',
    autocomplete: 'off',
  })
  const nothing = element('p', { textContent: 'No example matches.', hidden: true })
  const close = element('button', { type: 'button', textContent: 'Close', onclick: () => menu.close() })
  const menu = element('dialog', { className: 'examples', ariaLabel: 'Examples' })
  const groups = topics.map(({ title, examples }) => {
    const items = examples.map((example) => createItem(title, example, () => choose(example)))
    const list = element('ul', {}, ...items.map(({ item }) => item))
    return { section: element('section', {}, element('h2', { textContent: title }), list), items }
  })
  menu.append(
    element('header', {}, search, close),
    element('div', { className: 'topics' }, ...groups.map(({ section }) => section)),
    nothing,
  )

  function choose(example: Example): void {
    menu.close()
    open(example)
  }

  function filter(): void {
    const words = search.value.toLowerCase().split(/\s+/)
    for (const { section, items } of groups) {
      for (const { item, text } of items) item.hidden = !words.every((word) => text.includes(word))
      section.hidden = items.every(({ item }) => item.hidden)
    }
    nothing.hidden = groups.some(({ section }) => !section.hidden)
  }

  search.addEventListener('input', filter)
  // A click beside the dialog hits the dialog itself.
  menu.addEventListener('click', ({ target }) => target === menu && menu.close())
  const button = element('button', {
    type: 'button',
    textContent: 'Examples',
    ariaHasPopup: 'dialog',
    onclick() {
      search.value = ''
      filter()
      menu.showModal()
    },
  })
  return element('div', {}, button, menu)
}

function createItem(topic: string, example: Example, onclick: () => void) {
  const { title, kind, description } = example
  const button = element(
    'button',
    { type: 'button', onclick },
    element('span', { className: 'title', textContent: title }),
    element('span', { className: `kind ${kind}`, textContent: kind }),
    element('span', { className: 'description', textContent: description }),
  )
  const item = element('li', {}, button)
  return { item, text: [topic, title, kind, description].join(' ').toLowerCase() }
}
