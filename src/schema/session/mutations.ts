import { z } from 'zod'
import type { Target } from '../../appstream/target.ts'
import { type Session, type SessionPair, sessionKey, sessionKind } from '../../inventory/sessions.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { readGlobalId } from '../global-id.ts'
import { typeNameOf } from '../kit/mutations/declaration.ts'
import { defineMutation } from '../mutation/define.ts'
import type { InputProblem, ModelledError } from '../mutation/error-types.ts'
import { modelledErrorsOf } from '../mutation/errors.ts'
import { findTarget, targetField } from '../mutation/own-resource.ts'
import type { TargetSelector } from '../target/input.ts'
import { loadSession, SessionRef, sessionIdentity } from './type.ts'

/** Session identified by an input. `pair` is set if the input has its global id. */
interface NamedSession {
  readonly target: Target
  readonly sessionId: string
  readonly pair: SessionPair | undefined
}

interface SessionInput {
  readonly id?: string | null | undefined
  readonly sessionId?: string | null | undefined
  readonly target?: TargetSelector | null | undefined
}

/** AWS issues UUIDs, but its model accepts any non-empty id. */
const sessionIdText = z.string().min(1, 'Must not be empty.').max(200, 'Must have at most 200 characters.')
const constraints = z.object({ sessionId: sessionIdText.nullish() })

/** Adds a mutation of one session. AWS returns an empty response. */
function defineSessionMutation({
  name,
  operation,
  description,
  errors,
  isDone,
}: {
  readonly name: string
  readonly operation: 'DrainSessionInstance' | 'ExpireSession'
  readonly description: string
  readonly errors: readonly ModelledError[]
  /** Returns true if the mutation has taken effect. `session` is undefined if it no longer exists. */
  readonly isDone: (session: Session | undefined) => boolean
}): void {
  const payload = builder.objectRef<NamedSession>(typeNameOf(name, 'Payload')).implement({
    description: 'Payload with the session.',
    fields: (t) => ({
      sessionId: t.exposeString('sessionId', { description: 'Session ID at AWS.' }),
      session: t.field({
        type: SessionRef,
        nullable: true,
        description:
          'The session, read from AWS only if selected and if the input has `id`. Null if the input has `sessionId`, or if the session no longer exists.',
        resolve: ({ target, pair, sessionId }, _args, context) =>
          pair === undefined ? null : loadSession(context, target, pair, sessionId),
      }),
    }),
  })

  defineMutation({
    name,
    operation,
    scope: 'appstream:operate',
    description,
    errors,
    input: builder.inputType(typeNameOf(name, 'Input'), {
      description: 'The session, identified by exactly one of `id` and `sessionId`.',
      fields: (t) => ({
        id: t.id({ description: 'Global ID. Mutually exclusive with `sessionId`.' }),
        sessionId: t.string({ description: 'Session ID at AWS, in `target`. Mutually exclusive with `id`.' }),
        target: targetField(t),
      }),
    }),
    payload,
    constraints,
    plan(input, context) {
      const named = findSession(input, context)
      if (Array.isArray(named)) return named
      const { target, sessionId, pair } = named
      const { sessions } = context.wholeInventory.of(target)
      return {
        target,
        name: sessionId,
        resourceType: 'session',
        async send(writer) {
          try {
            const { awsRequestId } = await writer.call(operation, { SessionId: sessionId })
            return { output: named, awsRequestId }
          } finally {
            await sessions.invalidate(pair)
          }
        },
        // Without its stack and fleet, a session cannot be read.
        ...(pair !== undefined && {
          async reconcile(read) {
            const { items } = await sessions.of(pair).read(read)
            return isDone(items.get(sessionKey(target, pair, sessionId))) ? named : undefined
          },
        }),
      }
    },
  })
}

const NOT_A_SESSION: InputProblem = { path: 'id', message: 'Must be the `id` of an `AppStreamSession`.' }

/** Returns the session identified by an input, or the problems of the input. Does not call AWS. */
function findSession(
  { id, sessionId, target: selector }: SessionInput,
  context: GraphContext,
): NamedSession | InputProblem[] {
  if ((id == null) === (sessionId == null)) {
    return [
      { path: id == null ? 'sessionId' : 'id', message: 'Specify exactly one of `id` and `sessionId`.' },
    ]
  }
  if (sessionId != null) {
    const target = findTarget(selector, context.inventory)
    return Array.isArray(target) ? target : { target, sessionId, pair: undefined }
  }
  if (selector != null) {
    return [
      { path: 'target', message: 'Applies to `sessionId` only: an id already contains account and region.' },
    ]
  }
  const decoded = readGlobalId(id ?? '')
  if (decoded?.typename !== sessionKind.name || !sessionIdentity.isId(decoded.id)) {
    return [NOT_A_SESSION]
  }
  const place = sessionIdentity.placeOf(context, decoded.id)
  if (place === undefined)
    return [
      {
        path: 'id',
        message:
          'No target matches the account and region of this session; `appStreamTargets` lists the configured ones.',
      },
    ]
  const [stack = '', fleet = '', name = ''] = place.names
  if (!sessionIdText.safeParse(name).success) return [NOT_A_SESSION]
  return { target: place.target, sessionId: name, pair: { stack, fleet } }
}

defineSessionMutation({
  name: 'expireAppStreamSession',
  operation: 'ExpireSession',
  description:
    'Ends a session: AWS disconnects the user and replaces the instance. AWS may still list the session for some seconds.',
  // The service model lists no errors for it.
  errors: ['OperationNotPermitted', 'ResourceNotFound'],
  isDone: (session) => session === undefined || session.aws.State === 'EXPIRED',
})

defineSessionMutation({
  name: 'drainAppStreamSessionInstance',
  operation: 'DrainSessionInstance',
  description:
    'Drains the instance of a session: it takes no new sessions, and AWS replaces it once its last session has ended. Multi-session fleets only. Cannot be undone.',
  errors: modelledErrorsOf('DrainSessionInstance'),
  isDone: (session) => session?.aws.InstanceDrainStatus === 'DRAINING',
})
