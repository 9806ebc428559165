import { z } from 'zod'
import { requestShape } from '../../appstream/model/requests.ts'
import { account, anyArn, listOf, resourceName, tags, text } from '../mutation/constraints.ts'
import { UNKNOWN } from '../open-enum.ts'
import { graphName } from './names.ts'

/** Shapes with custom messages for their constraints. */
const KNOWN: Readonly<Record<string, z.ZodType>> = {
  Arn: anyArn,
  AwsAccountId: account,
  Name: resourceName,
  Tags: tags,
}

/** Maximum length at which patterns are matched against text without a maximum. */
const MAX_MATCHED = 2_000

/** Returns the constraints of the service model for members of a structure, under their names in the graph. */
export function constraintsOf(structure: string, members: readonly string[]): z.ZodType {
  const shape = requestShape(structure)
  return z.object(
    Object.fromEntries(
      members.map((member) => {
        const constraint = constraintOf(shape.members?.[member] ?? '')
        return [
          graphName(member),
          shape.required?.includes(member) ? needed(constraint) : constraint.nullish(),
        ]
      }),
    ),
  )
}

function needed(constraint: z.ZodType): z.ZodType {
  return z
    .any()
    .refine((value) => value != null, { message: 'Required.', abort: true })
    .pipe(constraint)
}

function constraintOf(name: string): z.ZodType {
  const known = KNOWN[name]
  if (known !== undefined) return known
  const shape = requestShape(name)
  switch (shape.type) {
    case 'structure':
      return constraintsOf(name, Object.keys(shape.members ?? {}))
    case 'list': {
      const { member = '', min = 0, max = Number.POSITIVE_INFINITY } = shape
      return listOf(constraintOf(member), min, max, 'item')
    }
    case 'string':
      return stringConstraint(shape)
    case 'integer': {
      const { min = -(2 ** 31), max = 2 ** 31 - 1 } = shape
      return z
        .int()
        .min(min, { error: ({ input }) => `Must be at least ${min}, got ${input}.` })
        .max(max, { error: ({ input }) => `Must be at most ${max}, got ${input}.` })
    }
    default:
      return z.unknown()
  }
}

function stringConstraint({
  min = 0,
  max,
  pattern,
  enum: values,
}: ReturnType<typeof requestShape>): z.ZodType {
  if (values !== undefined) {
    return z.string().refine((value) => value !== UNKNOWN, `\`${UNKNOWN}\` cannot be set.`)
  }
  const bounded = text(max ?? Number.POSITIVE_INFINITY, min)
  if (pattern === undefined) return bounded
  // The patterns are Java's, matched against the whole text; only those with `\\p` bear the u flag.
  const expression = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '')
  // Some patterns take quadratic time, so a text that is too long anyway is not matched.
  const longest = max ?? MAX_MATCHED
  return bounded.refine(
    (value) => value.length > longest || expression.test(value),
    `Must match the pattern ${pattern}.`,
  )
}
