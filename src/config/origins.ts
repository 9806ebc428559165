import { z } from 'zod'
import { normalizeOrigin } from '../server/browser/origins.ts'
import { documentation, EXPLAINED } from './variable.ts'

/** A scheme, a host and perhaps a port; a slash at the end is forgiven. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?\/?$/i

/** A comma list of web origins, in the form that browsers send; unset unless given. */
export function origins(about: string) {
  const schema = z
    .string()
    .transform((text, context) => {
      const items = text.split(',').map((item) => item.trim())
      const given = items.filter((item) => item !== '')
      for (const item of given) {
        const mistake = mistakeIn(item)
        if (mistake === undefined) continue
        context.addIssue({ code: 'custom', message: mistake, input: text, params: { [EXPLAINED]: true } })
      }
      return [...new Set(given.map((item) => normalizeOrigin(item) ?? item))]
    })
    .optional()
  const accepted = 'a comma list of origins such as `https://console.example.com`'
  return schema.register(documentation, { about, accepted })
}

/** Says what keeps a text from being an origin, and what to write instead. */
function mistakeIn(item: string): string | undefined {
  if (item === '*') return 'every site cannot be allowed (`*`), list each origin'
  if (item.includes('*')) return `"${item}" has a wildcard, list each origin`
  if (item.toLowerCase() === 'null') return '`null` is what any site can send, serve the page from an origin'
  if (ORIGIN.test(item) && normalizeOrigin(item) !== undefined) return undefined
  const { origin = 'null', username = '', password = '' } = URL.parse(item) ?? {}
  if (username !== '' || password !== '') return `"${item}" has a user, write "${origin}"`
  if (origin !== 'null') return `"${item}" has more than scheme, host and port, write "${origin}"`
  return item.includes('://') ? `"${item}" is not one` : `"${item}" has no scheme, write "https://${item}"`
}
