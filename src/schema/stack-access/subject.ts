import type { EntitlementAttribute } from '../../appstream/model/model.ts'
import { badUserInput } from '../errors.ts'

/** User or attributes whose access is evaluated: a user of the user pool, or the SAML attributes of a federated user. */
export type AccessSubject =
  | { readonly userName: string }
  | { readonly attributes: readonly SubjectAttribute[] }

/** Attribute of a federated user. `value` can contain several values, separated by colons. */
export interface SubjectAttribute {
  readonly name: string
  readonly value: string
}

/** Maximum length of a user name, from the service model. */
const MAX_USER_NAME_LENGTH = 128

/** Parses the subject. Errors never repeat the user name, which identifies a user. @throws BAD_USER_INPUT */
export function readSubject({
  userName,
  attributes,
}: {
  readonly userName?: string | null | undefined
  readonly attributes?: readonly object[] | null | undefined
}): AccessSubject {
  if ((userName == null) === (attributes == null)) {
    throw badUserInput('`subject` must have exactly one of `userName` and `attributes`.')
  }
  if (attributes != null) return { attributes: attributes.filter(isAttribute) }
  if (userName == null || userName === '' || userName.length > MAX_USER_NAME_LENGTH) {
    throw badUserInput(
      `\`subject.userName\` must have 1 to ${MAX_USER_NAME_LENGTH} characters, got ${userName?.length ?? 0}.`,
    )
  }
  return { userName }
}

function isAttribute(value: object): value is SubjectAttribute {
  return (
    'name' in value && typeof value.name === 'string' && 'value' in value && typeof value.value === 'string'
  )
}

/** Returns a function that tests whether all attributes of an entitlement match those of a user. */
export function createMatcher(
  attributes: readonly SubjectAttribute[],
): (required: readonly EntitlementAttribute[]) => boolean {
  const values = new Map<string, Set<string>>()
  for (const { name, value } of attributes) {
    values.set(name, new Set([...(values.get(name) ?? []), ...value.split(':')]))
  }
  return (required) =>
    required.every(
      ({ Name, Value }) => Name !== undefined && Value !== undefined && values.get(Name)?.has(Value) === true,
    )
}
