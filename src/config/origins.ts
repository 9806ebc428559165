import { z } from 'zod'
import { normalizeOrigin } from '../origin.ts'
import { documentation, EXPLAINED } from './variable.ts'

/** Scheme, host and optional port. A trailing slash is accepted. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?\/?$/i

/** Declares an optional comma-separated list of web origins, normalized to the form that browsers send. */
export function origins(about: string) {
  const schema = z
    .string()
    .transform((text, context) => {
      const items = text.split(',').map((item) => item.trim())
      const listed = items.filter((item) => item !== '')
      for (const item of listed) {
        const mistake = mistakeIn(item)
        if (mistake === undefined) continue
        context.addIssue({ code: 'custom', message: mistake, input: text, params: { [EXPLAINED]: true } })
      }
      return [...new Set(listed.map((item) => normalizeOrigin(item) ?? item))]
    })
    .optional()
  const accepted = 'a comma-separated list of origins such as `https://console.example.com`'
  return schema.register(documentation, { about, accepted })
}

/** Returns the reason why a string is not an origin, with a correction; undefined if it is one. */
function mistakeIn(item: string): string | undefined {
  if (item === '*') return '`*` (any site) is not supported: list each origin'
  if (item.includes('*')) return `"${item}" has a wildcard: list each origin`
  if (item.toLowerCase() === 'null')
    return 'any site can send the origin `null`: serve the page from an http or https origin'
  if (ORIGIN.test(item) && normalizeOrigin(item) !== undefined) return undefined
  const { origin = 'null', username = '', password = '' } = URL.parse(item) ?? {}
  if (username !== '' || password !== '') return `"${item}" must not contain credentials: use "${origin}"`
  if (origin !== 'null') return `"${item}" must contain only scheme, host and port: use "${origin}"`
  return item.includes('://')
    ? `"${item}" is not an origin`
    : `"${item}" has no scheme: use "https://${item}"`
}
