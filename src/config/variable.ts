import { z } from 'zod'
import { isLoopback } from '../origin.ts'

/** Documentation of a variable for docs/configuration.md and for error messages. `accepted` follows the word "expected". */
export interface Documentation {
  readonly about: string
  readonly accepted: string
  readonly default?: string
  readonly unit?: string
  /** Values of an enumeration. */
  readonly choices?: readonly string[]
  /** True if the value must never appear in output. */
  readonly isSecret?: boolean
}

/** Marks, in `params`, an issue whose message states the fix. */
export const EXPLAINED = 'isExplained'

/** Documentation of each variable, keyed by its schema. */
export const documentation = z.registry<Documentation>()

/** Declares an enumeration with a default. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  about: string,
) {
  const accepted = choices.join(', ')
  return z
    .enum(choices)
    .prefault(fallback)
    .register(documentation, { about, accepted, choices, default: fallback })
}

/** Declares a whole number within bounds. */
export function integer(
  [min, max]: readonly [number, number],
  fallback: number,
  unit: string,
  about: string,
) {
  const accepted = `a whole number from ${min} to ${max}`
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max)).default(fallback)
  return schema.register(documentation, { about, accepted, unit, default: String(fallback) })
}

/** Declares an optional whole number within bounds. `about` states the default. */
export function optionalInteger([min, max]: readonly [number, number], about: string) {
  const accepted = `a whole number from ${min} to ${max}`
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max)).optional()
  return schema.register(documentation, { about, accepted })
}

/** Declares a decimal number above 0. */
export function positive(max: number, fallback: number, unit: string, about: string) {
  const accepted = `a number above 0, up to ${max}`
  const decimal = z.string().regex(/^\d+(\.\d+)?$/)
  const schema = decimal.transform(Number).pipe(z.number().positive().max(max)).default(fallback)
  return schema.register(documentation, { about, accepted, unit, default: String(fallback) })
}

/** Declares a string that matches a pattern, optional if it has no default. */
export function matching(pattern: RegExp, accepted: string, about: string): z.ZodOptional<z.ZodString>
export function matching(
  pattern: RegExp,
  accepted: string,
  about: string,
  fallback: string,
): z.ZodDefault<z.ZodString>
export function matching(pattern: RegExp, accepted: string, about: string, fallback?: string) {
  const schema = z.string().regex(pattern)
  if (fallback === undefined) return schema.optional().register(documentation, { about, accepted })
  return schema.default(fallback).register(documentation, { about, accepted, default: fallback })
}

/** Declares an optional secret that matches a pattern. */
export function secret(pattern: RegExp, accepted: string, about: string) {
  return z.string().regex(pattern).optional().register(documentation, { about, accepted, isSecret: true })
}

/** Declares an optional comma-separated list. */
export function list(pattern: RegExp, items: string, about: string) {
  const split = (text: string) => [...new Set(text.split(',').map((item) => item.trim()))]
  const schema = z
    .string()
    .transform(split)
    .pipe(z.array(z.string().regex(pattern)))
    .optional()
  return schema.register(documentation, { about, accepted: `a comma-separated list of ${items}` })
}

/** Declares a comma-separated list of http and https URL prefixes. Default: empty. */
export function urlPrefixes(about: string) {
  const accepted = 'a comma-separated list of http and https URLs without credentials, query or fragment'
  const schema = z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .pipe(
      z.array(
        z
          .url({ protocol: /^https?$/ })
          .refine(isPlain)
          .transform(hrefOf),
      ),
    )
    .default([])
  return schema.register(documentation, { about, accepted })
}

function isPlain(url: string): boolean {
  return URL.canParse(url) && !/[@?#]/.test(url)
}

function hrefOf(url: string): string {
  return new URL(url).href
}

/** Declares an optional URL: https, or http on a loopback host. */
export function secureUrl(about: string) {
  const schema = z
    .url({ protocol: /^https?$/ })
    .refine((text) => {
      const { protocol, hostname = '', username } = URL.parse(text) ?? {}
      return username === '' && (protocol === 'https:' || isLoopback(hostname))
    })
    .optional()
  return schema.register(documentation, {
    about,
    accepted: 'an https URL, or an http URL of a loopback host',
  })
}

/** Declares an optional http or https URL. */
export function httpUrl(about: string) {
  const schema = z.url({ protocol: /^https?$/ }).optional()
  return schema.register(documentation, { about, accepted: 'an http or https URL' })
}

/** Declares an optional boolean setting of the AWS SDKs. It has no default, so that the AWS profile can set it. */
export function awsSwitch(about: string) {
  const schema = z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform((text) => text === 'true')
    .optional()
  return schema.register(documentation, { about, accepted: 'true, false' })
}

/** Declares the optional URL of an HTTP proxy, which may contain a password. The scheme is optional, as in curl. */
export function proxy(about: string) {
  const schema = z
    .string()
    .transform((text) => (text.includes('://') ? text : `http://${text}`))
    .pipe(z.url({ protocol: /^https?$/ }))
    .optional()
  return schema.register(documentation, { about, accepted: 'an http or https URL', isSecret: true })
}

/** Variables shared with other programs, which read them in upper and lower case. */
const PROXY_VARIABLES: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])

/** Reads a variable. For a proxy, the lower-case name takes precedence, as in Node.js and curl. */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const lowerCase = PROXY_VARIABLES.has(name) ? env[name.toLowerCase()]?.trim() : undefined
  return lowerCase || env[name]?.trim() || undefined
}
