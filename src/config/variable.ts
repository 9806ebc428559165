import { z } from 'zod'
import { isLoopback } from '../loopback.ts'

/** What the README and the error messages say of a variable; `accepted` follows the word "expected". */
export interface Documentation {
  readonly about: string
  readonly accepted: string
  readonly default?: string
  readonly unit?: string
  /** Its value is told nowhere. */
  readonly isSecret?: boolean
}

/** Marks, in its `params`, an issue whose message says what to change. */
export const EXPLAINED = 'isExplained'

/** What is known of each variable, by its schema. */
export const documentation = z.registry<Documentation>()

/** A word out of a list, with a default. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  about: string,
) {
  const accepted = choices.join(', ')
  return z.enum(choices).prefault(fallback).register(documentation, { about, accepted, default: fallback })
}

/** A whole number within bounds. */
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

/** A whole number within bounds; unset unless given, when `about` says what holds. */
export function optionalInteger([min, max]: readonly [number, number], about: string) {
  const accepted = `a whole number from ${min} to ${max}`
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max)).optional()
  return schema.register(documentation, { about, accepted })
}

/** A decimal number above 0. */
export function positive(max: number, fallback: number, unit: string, about: string) {
  const accepted = `a number above 0, up to ${max}`
  const decimal = z.string().regex(/^\d+(\.\d+)?$/)
  const schema = decimal.transform(Number).pipe(z.number().positive().max(max)).default(fallback)
  return schema.register(documentation, { about, accepted, unit, default: String(fallback) })
}

/** What a pattern accepts; unset unless given, or unless there is a default. */
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

/** A secret that a pattern accepts; unset unless given. */
export function secret(pattern: RegExp, accepted: string, about: string) {
  return z.string().regex(pattern).optional().register(documentation, { about, accepted, isSecret: true })
}

/** A comma list; unset unless given. */
export function list(pattern: RegExp, items: string, about: string) {
  const split = (text: string) => [...new Set(text.split(',').map((item) => item.trim()))]
  const schema = z
    .string()
    .transform(split)
    .pipe(z.array(z.string().regex(pattern)))
    .optional()
  return schema.register(documentation, { about, accepted: `a comma list of ${items}` })
}

/** A comma list of http and https URLs, each standing for all under it; empty unless given. */
export function urlPrefixes(about: string) {
  const accepted = 'a comma list of http and https URLs, without user, query and fragment'
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

/** An https URL, or an http one of this machine; unset unless given. */
export function secureUrl(about: string) {
  const schema = z
    .url({ protocol: /^https?$/ })
    .refine((text) => {
      const { protocol, hostname = '', username } = URL.parse(text) ?? {}
      return username === '' && (protocol === 'https:' || isLoopback(hostname))
    })
    .optional()
  return schema.register(documentation, { about, accepted: 'an https URL, or an http one of this machine' })
}

/** An http or https URL; unset unless given. */
export function httpUrl(about: string) {
  const schema = z.url({ protocol: /^https?$/ }).optional()
  return schema.register(documentation, { about, accepted: 'an http or https URL' })
}

/** A switch of the AWS SDKs; unset unless given, so that the AWS profile can set it. */
export function awsSwitch(about: string) {
  const schema = z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform((text) => text === 'true')
    .optional()
  return schema.register(documentation, { about, accepted: 'true, false' })
}

/** The URL of an HTTP proxy, which can hold a password; as for curl, a host and port alone will do. */
export function proxy(about: string) {
  const schema = z
    .string()
    .transform((text) => (text.includes('://') ? text : `http://${text}`))
    .pipe(z.url({ protocol: /^https?$/ }))
    .optional()
  return schema.register(documentation, { about, accepted: 'an http or https URL', isSecret: true })
}
