import { z } from 'zod'
import { parseArn } from '../../appstream/arn.ts'
import type { InputProblem } from './errors.ts'

// Constraints of the service model with human-readable messages. A test compares them with the model.

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/
const ARN =
  /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/
const TAG_KEY = /^(?!aws:).[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Name of a resource. */
export const resourceName = z
  .string()
  .regex(NAME, 'Must be 1 to 101 of letters, digits, `_`, `.` and `-`, the first a letter or digit.')

/** Name of a new image. */
export const newImageName = resourceName.refine((name) => !/^(aws|appstream|amazon)/i.test(name), {
  message: 'Must not begin with aws, appstream or amazon: those are AWS’s own.',
})

/** Any ARN. */
export const anyArn = z.string().regex(ARN, 'Must be an ARN.')

/** ARN of an image. */
export const imageArn = z
  .string()
  .refine((arn) => parseArn(arn)?.resourceType === 'image', 'Must be the ARN of an AppStream image.')

/** Creates the constraint of a text with a maximum length. */
export function text(max: number, min = 0) {
  const atLeast = z.string().min(min, `Must have at least ${min} character${min === 1 ? '' : 's'}.`)
  return atLeast.max(max, `Must have at most ${max} characters.`)
}

/** Text that must not be empty. */
export const nonEmpty = z.string().min(1, 'Must not be empty.')

/** AWS account ID. */
export const account = z.string().regex(/^\d{12}$/, 'Must be an account of 12 digits.')

const tagKey = text(128, 1).regex(
  TAG_KEY,
  'May hold letters, digits, spaces and _.:/=+-@, and must not begin with `aws:`.',
)

const tag = z.object({
  key: tagKey,
  value: text(256).regex(TAG_VALUE, 'May hold letters, digits, spaces and _.:/=+-@.'),
})

/** Creates the constraint of a list. Zod's own bounds would skip the items of a list that is too long. */
export function listOf<Item extends z.ZodType>(item: Item, min: number, max: number, what: string) {
  const all = z.array(item)
  const atLeast = all.refine((list) => list.length >= min, `Must hold at least ${min} ${what}.`)
  return atLeast.refine((list) => list.length <= max, `Must hold at most ${max} ${what}s.`)
}

/** List of tags: 1 to 50, with unique keys. */
export const tags = listOf(tag, 1, 50, 'tag').superRefine((list, context) => {
  const seen = new Set<string>()
  for (const [index, { key }] of list.entries()) {
    if (seen.has(key))
      context.addIssue({ code: 'custom', path: [index, 'key'], message: 'Stands there twice.' })
    seen.add(key)
  }
})

/** List of 1 to 50 tag keys. */
export const tagKeys = listOf(tagKey, 1, 50, 'key')

/** Client token of a creating mutation. */
export const clientToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'Must be 1 to 128 printable ASCII characters without spaces.')

/** More than the maximum of any AWS list: longer lists are rejected before their items are read. */
const MAX_ITEMS = 200
/** Maximum number of problems to report. */
const MAX_PROBLEMS = 50

/** Returns the constraint violations of an input, up to a maximum. */
export function problemsOf(schema: z.ZodType, input: unknown): InputProblem[] {
  const tooLong = tooLongLists(input, '')
  if (tooLong.length > 0) return tooLong.slice(0, MAX_PROBLEMS)
  const issues = schema.safeParse(input).error?.issues ?? []
  return issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => ({ path: path.join('.'), message }))
}

function tooLongLists(value: unknown, path: string): InputProblem[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value) && value.length > MAX_ITEMS)
    return [{ path, message: `Must hold at most ${MAX_ITEMS} items.` }]
  return Object.entries(value).flatMap(([name, member]) =>
    tooLongLists(member, path === '' ? name : `${path}.${name}`),
  )
}

/** Converts tags to the AWS format; undefined if there are none. */
export function toTagMap(list: readonly { key: string; value: string }[] | null | undefined) {
  return list == null ? undefined : Object.fromEntries(list.map(({ key, value }) => [key, value]))
}
