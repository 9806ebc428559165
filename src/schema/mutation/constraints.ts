import { z } from 'zod'
import { RESOURCE_NAME } from '../../appstream/arn.ts'
import type { InputProblem } from './error-types.ts'

// Constraints of the service model with messages for clients. A test compares them with the model.

const ARN =
  /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/
const TAG_KEY = /^(?!aws:).[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Name of a resource. */
export const resourceName = z
  .string()
  .regex(
    RESOURCE_NAME,
    'Must have 1 to 101 letters, digits, `_`, `.` and `-`, and start with a letter or digit.',
  )

/** Any ARN. */
export const anyArn = z.string().regex(ARN, 'Must be an ARN.')

/** Returns the constraint of a string with `min` to `max` characters. */
export function text(max: number, min = 0) {
  return z
    .string()
    .min(min, `Must have at least ${count(min, 'character')}.`)
    .max(max, {
      error: ({ input }) => `Must have at most ${count(max, 'character')}, got ${lengthOf(input)}.`,
    })
}

/** A string that must not be empty. */
export const nonEmpty = z.string().min(1, 'Must not be empty.')

/** An AWS account. */
export const account = z.string().regex(/^\d{12}$/, 'Must be a 12-digit account id.')

const tagKey = text(128, 1).regex(
  TAG_KEY,
  'Must contain only letters, digits, spaces and _.:/=+-@, and must not start with `aws:`.',
)

const tag = z.object({
  key: tagKey,
  value: text(256).regex(TAG_VALUE, 'Must contain only letters, digits, spaces and _.:/=+-@.'),
})

/**
 * Returns the constraint of a list with `min` to `max` items. Zod's own bounds would skip the items of a list that is
 * too long.
 */
export function listOf<Item extends z.ZodType>(item: Item, min: number, max: number, what: string) {
  const all = z.array(item)
  const atLeast = all.refine((list) => list.length >= min, `Must contain at least ${count(min, what)}.`)
  return atLeast.refine((list) => list.length <= max, {
    error: ({ input }) => `Must contain at most ${count(max, what)}, got ${lengthOf(input)}.`,
  })
}

/** List of tags: 1 to 50, each key once. */
export const tags = listOf(tag, 1, 50, 'tag').superRefine((list, context) => {
  const seen = new Set<string>()
  for (const [index, { key }] of list.entries()) {
    if (seen.has(key))
      context.addIssue({ code: 'custom', path: [index, 'key'], message: 'Duplicate tag key.' })
    seen.add(key)
  }
})

/** Keys of tags: 1 to 50. */
export const tagKeys = listOf(tagKey, 1, 50, 'key')

/** Client token of a creating mutation. */
export const clientToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'Must be 1 to 128 printable ASCII characters without spaces.')

/** More than any list of AWS allows. Longer lists are rejected before their items are checked. */
const MAX_ITEMS = 200
/** Maximum number of problems reported. */
const MAX_PROBLEMS = 50

/** Returns the violated constraints of an input, up to {@link MAX_PROBLEMS}. */
export function problemsOf(schema: z.ZodType, input: unknown): InputProblem[] {
  const tooLong = tooLongLists(input, '')
  if (tooLong.length > 0) return tooLong.slice(0, MAX_PROBLEMS)
  const issues = schema.safeParse(input).error?.issues ?? []
  return issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => ({ path: path.join('.'), message }))
}

function tooLongLists(value: unknown, path: string): InputProblem[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value) && value.length > MAX_ITEMS)
    return [{ path, message: `Must contain at most ${MAX_ITEMS} items, got ${value.length}.` }]
  return Object.entries(value).flatMap(([name, member]) =>
    tooLongLists(member, path === '' ? name : `${path}.${name}`),
  )
}

/** Converts tags to AWS's form; undefined if there are none. */
export function toTagMap(list: readonly { key: string; value: string }[] | null | undefined) {
  return list == null ? undefined : Object.fromEntries(list.map(({ key, value }) => [key, value]))
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0
}
